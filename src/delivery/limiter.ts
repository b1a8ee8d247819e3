import type { Turn } from '../domain/permit.ts'
import { requestsPerSecondOf, retryAfterMs } from '../domain/rate-limit.ts'
import type { Db } from '../store/engine/database.ts'
import { releaseRefused } from '../store/message/refusals.ts'
import {
  holdTransport,
  introduceTransport,
  type Probes,
  probeNext,
  readTransport,
  reserveTurn,
  resumeTransport,
  setRate,
  stopTransport,
  type TransportState,
} from '../store/providers.ts'
import type { Enqueue } from './enqueue.ts'

/** Says when a provider may be asked, the same on all instances. */
export interface Limiter {
  /** Resolves when one request may be made. False when aborted. */
  turn(signal: AbortSignal): Promise<false | Turn>
  /** Hears of an answer: its rate-limit headers and its status. */
  hear(headers: Readonly<Record<string, string>>, status: number | null): Promise<void>
  /** Nothing gets through until somebody mends the cause; tried again every 15 s unless `probes` says otherwise. */
  stop(cause: string, probes?: Probes): Promise<void>
  /** The provider has accepted a message: it works. */
  accepted(): Promise<void>
  /** The provider has refused a message for good, which says nothing about others. */
  refused(): Promise<void>
  /** Whether this instance has seen the provider take a message. */
  isProven(): boolean
  /** Why the provider is stopped, as far as this instance knows; null while it works. */
  stoppedBy(): string | null
  /** How fast it may be asked, as far as this instance knows; null for no limit. */
  requestsPerSecond(): number | null
  /** Learns what other instances have found out. */
  refresh(): Promise<void>
}

export interface LimiterDeps {
  readonly db: Db
  readonly provider: string
  /** Requests per second until the provider has said it itself; null for none. */
  readonly startingRate: number | null
  readonly now: () => Date
  /** Waits, or returns early when aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Told once when the provider is stopped and once when it works again. */
  readonly onChange: (stoppedBy: string | null) => void
  /** Puts messages on the queue that waited for the provider to work again. */
  readonly enqueue: Enqueue
}

const PROBES: Probes = { firstAfterMs: 15_000, everyMs: 15_000, certainAfterMs: 0 }
// How long a stopped transport sleeps before it looks again: another instance may have got through.
const LOOK_AGAIN_MS = 1_000
const DEFAULT_RETRY_MS = 1_000

type Known = Pick<TransportState, 'requestsPerSecond' | 'stoppedBy'>

export async function createLimiter(deps: LimiterDeps): Promise<Limiter> {
  const { db, provider, now, sleep, onChange, enqueue } = deps
  await introduceTransport(db, provider, deps.startingRate)
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
    async turn(signal) {
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
        // Where there is nothing to share, nothing is asked of the database.
        if (known.requestsPerSecond === null && known.stoppedBy === null)
          return { probe: false, waited }
        const turn = await reserveTurn(db, provider, now())
        learn(turn)
        if (turn.probe) return { probe: true, waited }
        if (turn.stoppedBy === null) {
          const early = turn.at.getTime() - now().getTime()
          if (early > 0) await wait(early)
          // Meanwhile another request may have been told to wait, or that nothing gets through.
          if (heldUntil > now().getTime() || known.stoppedBy !== null) continue
          return signal.aborted ? false : { probe: false, waited }
        }
        await wait(LOOK_AGAIN_MS)
      }
    },
    async hear(headers, status) {
      const rate = requestsPerSecondOf(headers)
      // A gateway's error has no such headers; only a success without them says "no limit".
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
