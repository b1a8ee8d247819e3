import type { Db } from '../../store/engine/database.ts'
import { countSuppressions } from '../../store/suppressions.ts'
import { oldestWaitingCode } from '../../store/views/backlog.ts'
import { countHeldBack, segmentsOfDay } from '../../store/views/held-back.ts'
import {
  countByHour,
  listIgnoredTypes,
  listTransports,
  listUnknownSlugs,
  readLanes,
  readLatencies,
} from '../../store/views/overview.ts'

/** The webhooks with a bad signature that this process has received since it started. */
export interface SignatureRefusals {
  readonly since: Date
  readonly bySource: ReadonlyMap<string, number>
}

const HOUR_MS = 3_600_000

export type Overview = Awaited<ReturnType<typeof readOverview>>

/** Reads everything for the overview. Each part reads an index or a limited period. */
export async function readOverview(
  db: Db,
  now: Date,
  {
    refusals,
    dailySegments,
  }: { readonly refusals: SignatureRefusals; readonly dailySegments: number | null },
) {
  // Whole hours, the current one included.
  const since = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS)
  const parts = await allOf({
    latencies: readLatencies(db, now),
    counts: countByHour(db, since),
    lanes: readLanes(db),
    oldestCode: oldestWaitingCode(db, now),
    transports: listTransports(db),
    suppressions: countSuppressions(db),
    unknownSlugs: listUnknownSlugs(db, now),
    ignoredTypes: listIgnoredTypes(db, now),
    heldBack: countHeldBack(db, now),
    segments: segmentsOfDay(db, now),
  })
  const total = [...refusals.bySource.values()].reduce((sum, count) => sum + count, 0)
  return { since, ...parts, dailySegments, refusals: { ...refusals, total } }
}

/** `Promise.all` for an object. */
async function allOf<Parts extends Readonly<Record<string, Promise<unknown>>>>(parts: Parts) {
  const entries = Object.entries(parts).map(async ([name, part]) => [name, await part])
  return Object.fromEntries(await Promise.all(entries)) as {
    readonly [Name in keyof Parts]: Awaited<Parts[Name]>
  }
}
