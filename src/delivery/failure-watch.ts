import { DOUBTFUL, type StandByRules, UNREACHABLE } from '../domain/stand-by-rules.ts'

/** Failures in a row that are a reason to stop a provider. */
export interface Failing {
  readonly cause: typeof UNREACHABLE | typeof DOUBTFUL
  /** The time of the first one. */
  readonly since: Date
}

/** Sees when a provider must be stopped because another one stands by. */
export interface FailureWatch {
  /** The provider certainly took nothing. It may later, but not before `heldUntil` (milliseconds since 1970). */
  deferred(heldUntil: number): void
  /** The provider has left all messages of a request in doubt. */
  doubted(): void
  /** The provider works, or was stopped: what was counted no longer matters. */
  reset(): void
  /** Null if the provider need not be stopped. */
  failing(): Failing | null
}

// Longer than a message waits until it is tried again: without another try nothing is known any more.
const FORGOTTEN_AFTER_MS = 60_000

export function createFailureWatch(rules: StandByRules, now: () => Date): FailureWatch {
  let deferredSince: Date | null = null
  let doubtedSince: Date | null = null
  let doubtfulAnswers = 0
  let forgottenAt = 0

  function reset(): void {
    deferredSince = null
    doubtedSince = null
    doubtfulAnswers = 0
  }

  function forgetOld(): void {
    if (now().getTime() >= forgottenAt) reset()
  }

  function remember(from: number): void {
    forgottenAt = from + Math.max(FORGOTTEN_AFTER_MS, 2 * rules.codesAfterMs)
  }

  return {
    deferred(heldUntil) {
      forgetOld()
      deferredSince ??= now()
      remember(Math.max(now().getTime(), heldUntil))
    },
    doubted() {
      forgetOld()
      doubtedSince ??= now()
      doubtfulAnswers++
      remember(now().getTime())
    },
    reset,
    failing() {
      forgetOld()
      if (doubtedSince && doubtfulAnswers >= rules.doubtfulAnswers) {
        return { cause: DOUBTFUL, since: doubtedSince }
      }
      if (!deferredSince) return null
      const isLong = now().getTime() - deferredSince.getTime() >= rules.codesAfterMs
      return isLong ? { cause: UNREACHABLE, since: deferredSince } : null
    },
  }
}
