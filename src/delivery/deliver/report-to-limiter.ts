import type { Db } from '../../store/engine/database.ts'
import { isRefusedToOthersToo } from '../../store/message/refusals.ts'
import type { Provider } from './context.ts'
import type { Answer } from './settle-answers.ts'

// Two recipients may be refused one after the other by chance. The next message shows whether it was.
const PROBES_OF_OTHERS = { firstAfterMs: 0, everyMs: 2_000, certainAfterMs: 2_000 }

/** Reports to the limiter what the answers to one request mean for the provider. */
export async function reportToLimiter(
  limiter: Provider['limiter'],
  answers: readonly Answer[],
): Promise<void> {
  if (answers.some(({ outcome }) => outcome.kind === 'accepted')) return limiter.accepted()
  for (const { outcome } of answers) {
    if (outcome.kind !== 'deferred' || !outcome.stops) continue
    if (outcome.stops !== 'if_others_too') return limiter.stop(outcome.code)
  }
  if (answers.some(({ outcome }) => outcome.kind === 'refused')) return limiter.refused()
  if (answers.every(({ outcome }) => outcome.kind === 'unknown')) return limiter.doubted()
  if (answers.every(isTurnedAway)) return limiter.deferred()
}

// What we deferred ourselves says nothing about the provider.
function isTurnedAway({ outcome }: Answer): boolean {
  return outcome.kind === 'deferred' && !outcome.stops && outcome.code !== 'aborted'
}

/**
 * Stops the provider if it also refuses other recipients. Called after the answers are settled, so that of
 * two requests refused at the same time at least one sees the other.
 */
export async function stopIfOthersToo(
  db: Db,
  limiter: Provider['limiter'],
  answers: readonly Answer[],
): Promise<void> {
  if (answers.some(({ outcome }) => outcome.kind === 'accepted')) return
  for (const { message, outcome } of answers) {
    if (outcome.kind !== 'deferred' || outcome.stops !== 'if_others_too') continue
    if (await isRefusedToOthersToo(db, message.id)) {
      return limiter.stop(outcome.code, PROBES_OF_OTHERS)
    }
  }
}
