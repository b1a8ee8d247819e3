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
  if (answers.every(isDoubtful)) return limiter.doubted()
  if (answers.every(isTurnedAway)) return limiter.deferred()
}

// They say nothing about the provider: we broke the request off or began it too late, it says that it works on the
// first one, or one of the messages is the cause.
const OTHER_CAUSES = new Set([
  'aborted',
  'too_late',
  'concurrent_idempotent_requests',
  'resource_locked',
  'batch_refused',
])

// A mailbox that takes nothing now.
const MAILBOX = /^smtp_4(?:50\b|50_|\d\d_4\.[12]\.)/

function isDoubtful({ outcome }: Answer): boolean {
  return outcome.kind === 'unknown' && !OTHER_CAUSES.has(outcome.code)
}

function isTurnedAway({ outcome }: Answer): boolean {
  if (outcome.kind !== 'deferred' || outcome.stops) return false
  return !OTHER_CAUSES.has(outcome.code) && !MAILBOX.test(outcome.code)
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
