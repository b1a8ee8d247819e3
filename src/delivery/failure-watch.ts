import { DOUBTFUL, type StandByRules, UNREACHABLE } from '../domain/stand-by-rules.ts'

/** Sees when a provider must be stopped because another one stands by. */
export interface FailureWatch {
  /** The provider certainly took nothing, and may later. */
  deferred(): void
  /** The provider has left all messages of a request in doubt. */
  doubted(): void
  /** The provider has given an answer that counts. */
  answered(): void
  /** Why it must be stopped now; null if it need not be. */
  cause(): typeof UNREACHABLE | typeof DOUBTFUL | null
}

export function createFailureWatch(rules: StandByRules, now: () => Date): FailureWatch {
  let deferredSince: Date | null = null
  let doubtfulAnswers = 0

  return {
    deferred() {
      deferredSince ??= now()
    },
    doubted() {
      doubtfulAnswers++
    },
    answered() {
      deferredSince = null
      doubtfulAnswers = 0
    },
    cause() {
      if (doubtfulAnswers >= rules.doubtfulAnswers) return DOUBTFUL
      const ms = deferredSince ? now().getTime() - deferredSince.getTime() : 0
      return deferredSince && ms >= rules.codesAfterMs ? UNREACHABLE : null
    },
  }
}
