import type { Permit } from '../domain/permit.ts'
import { requestsPerSecondOf, retryAfterMs } from '../domain/rate-limit.ts'
import { DOUBTFUL, type StandByRules, UNREACHABLE } from '../domain/stand-by-rules.ts'
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
  /**
   * Resolves when one request may be made. False when aborted, or with `waitWhileStopped: false` once the
   * provider is stopped.
   */
  permit(
    signal: AbortSignal,
    options?: { readonly waitWhileStopped?: boolean },
  ): Promise<false | Permit>
  /** Learns from an answer: its rate-limit headers and its status. */
  onResponse(headers: Readonly<Record<string, string>>, status: number | null): Promise<void>
  /** Stops the provider: it refuses everything until the cause is removed. Probed every 15 s unless `probes` differs. */
  stop(cause: string, probes?: Probes): Promise<void>
  /** The provider has accepted a message, so it works. */
  accepted(): Promise<void>
  /** The provider has refused a message permanently, which says nothing about other messages. */
  refused(): Promise<void>
  /** The provider certainly took nothing, and may later, such as after a refused connection. */
  deferred(): void
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
// How long a worker of a stopped provider sleeps before it looks again: another instance's probe may have succeeded.
const LOOK_AGAIN_MS = 1_000
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
  let deferredSince: Date | null = null
  let doubtfulAnswers = 0

  function learn(state: Known): void {
    if (state.stoppedBy !== known.stoppedBy) onChange(state.stoppedBy)
    const { requestsPerSecond, stoppedBy, confirmedAt } = state
    known = { requestsPerSecond, stoppedBy, confirmedAt }
  }

  function works(): void {
    deferredSince = null
    doubtfulAnswers = 0
  }

  async function stop(cause: string, probes = PROBES): Promise<void> {
    const at = now()
    works()
    await stopTransport(db, provider, cause, at, probes)
    learn({ ...known, stoppedBy: cause, confirmedAt: known.confirmedAt ?? at })
  }

  async function stopIfUnreachable(): Promise<void> {
    if (!standBy || !deferredSince || known.stoppedBy !== null) return
    const ms = now().getTime() - deferredSince.getTime()
    if (ms >= standBy.codesAfterMs) await stop(UNREACHABLE)
  }

  return {
    async permit(signal, { waitWhileStopped = true } = {}) {
      let waited = false
      // In pieces, because the provider may be stopped meanwhile.
      const wait = (ms: number): Promise<void> => {
        waited = true
        return sleep(Math.min(ms, LOOK_AGAIN_MS), signal)
      }
      for (;;) {
        if (signal.aborted) return false
        await stopIfUnreachable()
        if (known.stoppedBy !== null && !waitWhileStopped) return false
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
          const early = () => reservation.at.getTime() - now().getTime()
          const isFree = () => heldUntil <= now().getTime() && known.stoppedBy === null
          while (early() > 0 && isFree() && !signal.aborted) {
            await wait(early())
            await stopIfUnreachable()
          }
          // Meanwhile another request may have got a 429, or the provider may have been stopped.
          if (!isFree()) continue
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
    stop,
    deferred() {
      deferredSince ??= now()
    },
    async doubted() {
      doubtfulAnswers++
      if (standBy && doubtfulAnswers >= standBy.doubtfulAnswers) await stop(DOUBTFUL)
    },
    async probe() {
      const reservation = await reserveRequest(db, provider, now())
      learn(reservation)
      return reservation.probe
    },
    isProven: () => proven,
    async accepted() {
      proven = true
      works()
      const { stoppedBy: cause } = known
      if (cause === null) return
      const released = await releaseRefused(db, provider, cause, now())
      await resumeTransport(db, provider)
      learn({ ...known, stoppedBy: null, confirmedAt: null })
      if (released.length > 0) await enqueue(released)
    },
    async refused() {
      works()
      if (known.stoppedBy !== null) await probeNext(db, provider, now())
    },
    stoppedBy: () => known.stoppedBy,
    stopped: () =>
      known.stoppedBy === null
        ? null
        : { cause: known.stoppedBy, since: known.confirmedAt ?? now() },
    requestsPerSecond: () => known.requestsPerSecond,
    async refresh() {
      const state = await readTransport(db, provider)
      if (state) learn(state)
    },
  }
}
