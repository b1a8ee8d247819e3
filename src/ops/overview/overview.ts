import type { Db } from '../../store/engine/database.ts'
import { countSuppressions } from '../../store/suppressions.ts'
import { oldestWaitingCode } from '../../store/views/backlog.ts'
import {
  countByHour,
  listIgnoredTypes,
  listTransports,
  listUnknownSlugs,
  readLanes,
  readLatencies,
} from '../../store/views/overview.ts'

/** Webhooks that were turned away, which the database knows nothing of: this process, since it started. */
export interface SignatureRefusals {
  readonly since: Date
  readonly bySource: ReadonlyMap<string, number>
}

const HOUR_MS = 3_600_000

export type Overview = Awaited<ReturnType<typeof readOverview>>

/** All that the overview shows. Every part reads an index or a bounded stretch of time. */
export async function readOverview(db: Db, now: Date, refusals: SignatureRefusals) {
  // Whole hours, the one under way included.
  const since = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS)
  const [
    latencies,
    counts,
    lanes,
    oldestCode,
    transports,
    suppressions,
    unknownSlugs,
    ignoredTypes,
  ] = await Promise.all([
    readLatencies(db, now),
    countByHour(db, since),
    readLanes(db),
    oldestWaitingCode(db, now),
    listTransports(db),
    countSuppressions(db),
    listUnknownSlugs(db, now),
    listIgnoredTypes(db, now),
  ])
  const total = [...refusals.bySource.values()].reduce((sum, count) => sum + count, 0)
  return {
    since,
    latencies,
    counts,
    lanes,
    oldestCode,
    transports,
    suppressions,
    unknownSlugs,
    ignoredTypes,
    refusals: { ...refusals, total },
  }
}
