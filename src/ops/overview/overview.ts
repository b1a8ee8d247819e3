import type { ClerkContact } from '../../domain/clerk-contact.ts'
import type { SegmentPrice } from '../../domain/segment-price.ts'
import type { Db } from '../../store/engine/database.ts'
import { countSuppressions } from '../../store/suppressions.ts'
import { oldestWaitingCode } from '../../store/views/backlog.ts'
import { type Day, firstHourOf, readCodeTimes } from '../../store/views/day.ts'
import { hasMessages } from '../../store/views/has-messages.ts'
import { countHeldBack, segmentsOfDay } from '../../store/views/held-back.ts'
import { listIgnoredTypes, listUnknownSlugs, readLanes } from '../../store/views/overview.ts'
import { listProviderStates } from '../../store/views/provider-states.ts'
import { type ProviderInUse, providersNow } from './providers-in-use.ts'
import type { ShownAlert } from './verdict.ts'

/** The webhooks with a bad signature that this process has received since it started. */
export interface SignatureRefusals {
  readonly since: Date
  readonly bySource: ReadonlyMap<string, number>
}

/** What the overview shows besides the ledger. */
export interface OverviewSources {
  readonly inUse: readonly ProviderInUse[]
  readonly refusals: SignatureRefusals
  /** The webhooks with a bad signature since the last good one. */
  readonly refused: () => ClerkContact['refused']
  readonly alerts: (now: Date) => Promise<readonly ShownAlert[]>
  /** They reject if the database takes no write, and if the queue does not answer. */
  readonly pings: { readonly database: () => Promise<void>; readonly queue: () => Promise<void> }
  readonly dailySegments: number | null
  readonly segmentPrice: SegmentPrice | null
}

/** What belongs to no Clerk instance. */
export type ServiceReading = Awaited<ReturnType<typeof readService>>

export async function readService(db: Db, now: Date, sources: OverviewSources) {
  const { inUse, refusals, refused, alerts, pings, dailySegments, segmentPrice } = sources
  const isAnswered = (ping: () => Promise<void>) =>
    ping().then(
      () => true,
      () => false,
    )
  const { database, queue, states, ...parts } = await allOf({
    database: () => isAnswered(pings.database),
    queue: () => isAnswered(pings.queue),
    states: () => listProviderStates(db),
    alerts: () => alerts(now),
    suppressions: () => countSuppressions(db),
    segments: () => segmentsOfDay(db, now),
    hasMessages: () => hasMessages(db),
  })
  const total = [...refusals.bySource.values()].reduce((sum, count) => sum + count, 0)
  return {
    ...parts,
    at: now,
    answers: { database, queue },
    providers: providersNow(inUse, states),
    refused: refused(),
    refusals: { ...refusals, total },
    dailySegments,
    segmentPrice,
  }
}

/** The figures of one Clerk instance, or of all. */
export type Figures = Awaited<ReturnType<typeof readFigures>>

export async function readFigures(
  db: Db,
  now: Date,
  options: {
    readonly readDay: (now: Date) => Promise<Day>
    readonly instanceId: string | undefined
  },
) {
  const { readDay, instanceId } = options
  const parts = await allOf({
    day: () => readDay(now),
    codes: () => readCodeTimes(db, now, instanceId),
    lanes: () => readLanes(db, instanceId),
    oldestCode: () => oldestWaitingCode(db, now, instanceId),
    unknownSlugs: () => listUnknownSlugs(db, now, instanceId),
    ignoredTypes: () => listIgnoredTypes(db, now, instanceId),
    heldBack: () => countHeldBack(db, now, instanceId),
  })
  return { ...parts, since: firstHourOf(now) }
}

// The pool has ten connections, and accepted messages need them.
const AT_ONCE = 3

/** Runs all functions of an object, a few at once, and has their results under the same names. */
async function allOf<Parts extends Readonly<Record<string, () => Promise<unknown>>>>(parts: Parts) {
  const results: [string, unknown][] = []
  const rest = Object.entries(parts).values()
  const work = async () => {
    for (const [name, read] of rest) results.push([name, await read()])
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return Object.fromEntries(results) as {
    readonly [Name in keyof Parts]: Awaited<ReturnType<Parts[Name]>>
  }
}
