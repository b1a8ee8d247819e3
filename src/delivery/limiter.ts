import type { Permit } from '../domain/permit.ts'
import { requestsPerSecondOf, retryAfterMs } from '../domain/rate-limit.ts'
import { leastPriorityOfStandBy, type StandByRules } from '../domain/stand-by-rules.ts'
import type { Db } from '../store/engine/database.ts'
import { releaseRefused } from '../store/message/refusals.ts'
import { hasAcceptedSince, releaseToStandBy } from '../store/message/stand-by.ts'
import {
  ensureTransport,
  holdTransport,
  type Probes,
  probeNext,
  type Reservation,
  readTransport,
  reserveRequest,
  resumeTransport,
  setRate,
  stopTransport,
  type TransportState,
} from '../store/providers.ts'
import { awaitPermit, type PermitOptions } from './await-permit.ts'
import type { Enqueue } from './enqueue.ts'
import { createFailureWatch } from './failure-watch.ts'

/** Decides when the next request to a provider may be made, for all instances together. */
export interface Limiter {
  /** Resolves when one request may be made. False when aborted, or as the options say. */
  permit(signal: AbortSignal, options?: PermitOptions): Promise<false | Permit>
  /** Learns from an answer: its rate-limit headers and its status. */
  onResponse(headers: Readonly<Record<string, string>>, status: number | null): Promise<void>
  /** Stops the provider: it refuses everything until the cause is removed. Probed every 15 s unless `probes` differs. */
  stop(cause: string, probes?: Probes): Promise<void>
  /** The provider has accepted a message, so it works. */
  accepted(): Promise<void>
  /** The provider has refused a message permanently, which says nothing about other messages. */
  refused(): Promise<void>
  /** The provider certainly took nothing, and may later, such as after a refused connection. */
  deferred(): Promise<void>
  /** The provider has left all messages of a request in doubt. */
  doubted(): Promise<void>
  /** Whether the provider, which is stopped, may get a probe now. */
  probe(): Promise<boolean>
  /** Whether the provider has accepted a message of this instance. */
  isProven(): boolean
  /** Why the provider is stopped, as far as this instance knows; null while it works. */
  stoppedBy(): string | null
  /** The same, with the time at which it was stopped. */
  stopped(): { readonly cause: string; readonly since: Date } | null
  /** Its limit, as far as this instance knows; null for none. */
  requestsPerSecond(): number | null
  /** Reads what other instances know. */
  refresh(): Promise<void>
}

export interface LimiterDeps {
  readonly db: Db
  readonly provider: string
  /** Requests per second until the provider names its limit; null for no limit. */
  readonly startingRate: number | null
  /** True if the rate is a setting: it also replaces the rate of an earlier start. */
  readonly isRateSet?: boolean
  /** When it is stopped because another provider stands by; null if none does. */
  readonly standBy?: StandByRules | null
  readonly now: () => Date
  /** Waits, or returns early when aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Called once when the provider is stopped and once when it works again. */
  readonly onChange: (stoppedBy: string | null) => void
  /** Queues messages that waited until the provider works again. */
  readonly enqueue: Enqueue
}

const PROBES: Probes = { firstAfterMs: 15_000, everyMs: 15_000, certainAfterMs: 0 }
const DEFAULT_RETRY_MS = 1_000

type Known = Pick<TransportState, 'requestsPerSecond' | 'stoppedBy' | 'confirmedAt'>

export async function createLimiter(deps: LimiterDeps): Promise<Limiter> {
  const { db, provider, now, sleep, onChange, enqueue, standBy = null } = deps
  await ensureTransport(db, provider, deps.startingRate)
  if (deps.isRateSet) await setRate(db, provider, deps.startingRate)
  let known: Known = (await readTransport(db, provider)) ?? {
    requestsPerSecond: deps.startingRate,
    stoppedBy: null,
    confirmedAt: null,
  }
  let heldUntil = 0
  let proven = false
  const failures = standBy && createFailureWatch(standBy, now)

  function learn(state: Known): void {
    if (state.stoppedBy !== known.stoppedBy) {
      // What this instance counted before another one stopped or probed the provider is out of date.
      failures?.reset()
      onChange(state.stoppedBy)
    }
    const { requestsPerSecond, stoppedBy, confirmedAt } = state
    known = { requestsPerSecond, stoppedBy, confirmedAt }
  }

  async function stop(cause: string, probes = PROBES): Promise<void> {
    const at = now()
    failures?.reset()
    await stopTransport(db, provider, cause, at, probes)
    learn({ ...known, stoppedBy: cause, confirmedAt: known.confirmedAt ?? at })
    await releaseToOther(deps, stopOf(known, now()))
  }

  async function stopIfFailing(): Promise<void> {
    const failing = failures?.failing()
    if (!failing || known.stoppedBy !== null) return
    // Another instance may have got better answers meanwhile.
    if (await hasAcceptedSince(db, provider, failing.since)) return failures?.reset()
    await stop(failing.cause)
  }

  async function reserve(): Promise<Reservation> {
    const reservation = await reserveRequest(db, provider, now())
    learn(reservation)
    return reservation
  }

  const source = { now, sleep, reserve, stopIfFailing, state: () => ({ ...known, heldUntil }) }

  return {
    permit: (signal, options) => awaitPermit(source, signal, options),
    async onResponse(headers, status) {
      const rate = requestsPerSecondOf(headers)
      // An error of a gateway has no such headers. Only a success without them means that there is no limit.
      if (rate !== known.requestsPerSecond && (rate !== null || status === 200)) {
        await setRate(db, provider, rate)
        known = { ...known, requestsPerSecond: rate }
      }
      if (status === 429) {
        heldUntil = now().getTime() + (retryAfterMs(headers) ?? DEFAULT_RETRY_MS)
        await holdTransport(db, provider, new Date(heldUntil))
      }
    },
    stop,
    async deferred() {
      failures?.deferred(heldUntil)
      await stopIfFailing()
    },
    async doubted() {
      failures?.doubted()
      await stopIfFailing()
    },
    probe: async () => (await reserve()).probe,
    isProven: () => proven,
    async accepted() {
      proven = true
      failures?.reset()
      const { stoppedBy: cause } = known
      if (cause === null) return
      const released = await releaseRefused(db, provider, cause, now())
      await resumeTransport(db, provider)
      learn({ ...known, stoppedBy: null, confirmedAt: null })
      if (released.length > 0) await enqueue(released)
    },
    async refused() {
      failures?.reset()
      if (known.stoppedBy !== null) await probeNext(db, provider, now())
    },
    stoppedBy: () => known.stoppedBy,
    stopped: () => stopOf(known, now()),
    requestsPerSecond: () => known.requestsPerSecond,
    async refresh() {
      const state = await readTransport(db, provider)
      if (state) learn(state)
      await releaseToOther(deps, stopOf(known, now()))
    },
  }
}

type Stop = ReturnType<Limiter['stopped']>

function stopOf({ stoppedBy, confirmedAt }: Known, now: Date): Stop {
  return stoppedBy === null ? null : { cause: stoppedBy, since: confirmedAt ?? now }
}

// Messages that a stopped provider has put off need not wait for it if another one takes them.
async function releaseToOther(
  { db, provider, now, enqueue, standBy }: LimiterDeps,
  stop: Stop,
): Promise<void> {
  if (!stop || !standBy) return
  const leastPriority = leastPriorityOfStandBy(stop, standBy, now())
  const released = await releaseToStandBy(db, provider, leastPriority, now())
  if (released.length > 0) await enqueue(released)
}
