import type { Permit } from '../domain/permit.ts'
import { requestsPerSecondOf, retryAfterMs } from '../domain/rate-limit.ts'
import type { Db } from '../store/engine/database.ts'
import { releaseRefused } from '../store/message/refusals.ts'
import {
  ensureTransport,
  holdTransport,
  type Probes,
  probeNext,
  readTransport,
  reserveRequest,
  resumeTransport,
  setRate,
  stopTransport,
  type TransportState,
} from '../store/providers.ts'
import type { Enqueue } from './enqueue.ts'

/** Decides when the next request to a provider may be made, for all instances together. */
export interface Limiter {
  /** Resolves when one request may be made. False when aborted. */
  permit(signal: AbortSignal): Promise<false | Permit>
  /** Learns from an answer: its rate-limit headers and its status. */
  onResponse(headers: Readonly<Record<string, string>>, status: number | null): Promise<void>
  /** Stops the provider: it refuses everything until the cause is removed. Probed every 15 s unless `probes` differs. */
  stop(cause: string, probes?: Probes): Promise<void>
  /** The provider has accepted a message, so it works. */
  accepted(): Promise<void>
  /** The provider has refused a message permanently, which says nothing about other messages. */
  refused(): Promise<void>
  /** Whether the provider has accepted a message of this instance. */
  isProven(): boolean
  /** Why the provider is stopped, as far as this instance knows; null while it works. */
  stoppedBy(): string | null
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
  readonly now: () => Date
  /** Waits, or returns early when aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Called once when the provider is stopped and once when it works again. */
  readonly onChange: (stoppedBy: string | null) => void
  /** Queues messages that waited until the provider works again. */
  readonly enqueue: Enqueue
}

const PROBES: Probes = { firstAfterMs: 15_000, everyMs: 15_000, certainAfterMs: 0 }
// How long a worker of a stopped provider sleeps before it looks again: another instance's probe may have succeeded.
const LOOK_AGAIN_MS = 1_000
const DEFAULT_RETRY_MS = 1_000

type Known = Pick<TransportState, 'requestsPerSecond' | 'stoppedBy'>

export async function createLimiter(deps: LimiterDeps): Promise<Limiter> {
  const { db, provider, now, sleep, onChange, enqueue } = deps
  await ensureTransport(db, provider, deps.startingRate)
  if (deps.isRateSet) await setRate(db, provider, deps.startingRate)
  let known: Known = (await readTransport(db, provider)) ?? {
    requestsPerSecond: deps.startingRate,
    stoppedBy: null,
  }
  let heldUntil = 0
  let proven = false

  function learn(state: Known): void {
    if (state.stoppedBy !== known.stoppedBy) onChange(state.stoppedBy)
    known = { requestsPerSecond: state.requestsPerSecond, stoppedBy: state.stoppedBy }
  }

  return {
    async permit(signal) {
      let waited = false
      const wait = (ms: number): Promise<void> => {
        waited = true
        return sleep(ms, signal)
      }
      for (;;) {
        if (signal.aborted) return false
        const held = heldUntil - now().getTime()
        if (held > 0) {
          await wait(held)
          continue
        }
        // Without a limit and a stop there is nothing to share, so the database is not asked.
        if (known.requestsPerSecond === null && known.stoppedBy === null)
          return { probe: false, waited }
        const reservation = await reserveRequest(db, provider, now())
        learn(reservation)
        if (reservation.probe) return { probe: true, waited }
        if (reservation.stoppedBy === null) {
          const early = reservation.at.getTime() - now().getTime()
          if (early > 0) await wait(early)
          // Meanwhile another request may have got a 429, or the provider may have been stopped.
          if (heldUntil > now().getTime() || known.stoppedBy !== null) continue
          return signal.aborted ? false : { probe: false, waited }
        }
        await wait(LOOK_AGAIN_MS)
      }
    },
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
    async stop(cause, probes = PROBES) {
      await stopTransport(db, provider, cause, now(), probes)
      learn({ ...known, stoppedBy: cause })
    },
    isProven: () => proven,
    async accepted() {
      proven = true
      const { stoppedBy: cause } = known
      if (cause === null) return
      const released = await releaseRefused(db, provider, cause, now())
      await resumeTransport(db, provider)
      learn({ ...known, stoppedBy: null })
      if (released.length > 0) await enqueue(released)
    },
    async refused() {
      if (known.stoppedBy !== null) await probeNext(db, provider, now())
    },
    stoppedBy: () => known.stoppedBy,
    requestsPerSecond: () => known.requestsPerSecond,
    async refresh() {
      const state = await readTransport(db, provider)
      if (state) learn(state)
    },
  }
}
