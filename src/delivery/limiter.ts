import { requestsPerSecondOf, retryAfterMs } from '../domain/rate-limit.ts'
import type { Turn } from '../domain/turn.ts'
import type { Db } from '../store/database.ts'
import { forgetRefusals } from '../store/refusals.ts'
import {
  holdTransport,
  introduceTransport,
  readTransport,
  reserveTurn,
  resumeTransport,
  setRate,
  stopTransport,
  type TransportState,
} from '../store/transport-states.ts'

/** Says when a provider may be asked, the same on all instances. */
export interface Limiter {
  /** Resolves when one request may be made. False when aborted. */
  turn(signal: AbortSignal): Promise<false | Turn>
  /** Hears of an answer: its rate-limit headers and its status. */
  hear(headers: Readonly<Record<string, string>>, status: number | null): Promise<void>
  /** Nothing gets through until somebody mends the cause; tried again every `probeEveryMs` (15 s). */
  stop(cause: string, probeEveryMs?: number): Promise<void>
  /** Something got through: it was taken, or refused for good. */
  passed(kind: 'accepted' | 'refused'): Promise<void>
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
}

const PROBE_EVERY_MS = 15_000
// How long a stopped transport sleeps before it looks again: another instance may have got through.
const LOOK_AGAIN_MS = 1_000
const DEFAULT_RETRY_MS = 1_000

export async function createLimiter(deps: LimiterDeps): Promise<Limiter> {
  const { db, provider, now, sleep, onChange } = deps
  await introduceTransport(db, provider, deps.startingRate)
  let known: TransportState = (await readTransport(db, provider)) ?? {
    requestsPerSecond: deps.startingRate,
    stoppedBy: null,
  }
  let heldUntil = 0
  let proven = false

  function learn(state: TransportState): void {
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
    async stop(cause, probeEveryMs = PROBE_EVERY_MS) {
      await stopTransport(db, provider, cause, now(), probeEveryMs)
      learn({ ...known, stoppedBy: cause })
    },
    isProven: () => proven,
    async passed(kind) {
      if (kind === 'accepted') proven = true
      if (known.stoppedBy === null) return
      await forgetRefusals(db, provider, now())
      await resumeTransport(db, provider)
      learn({ ...known, stoppedBy: null })
    },
    stoppedBy: () => known.stoppedBy,
    requestsPerSecond: () => known.requestsPerSecond,
    async refresh() {
      const state = await readTransport(db, provider)
      if (state) learn(state)
    },
  }
}
