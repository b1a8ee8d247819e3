import type { Transport } from '../domain/transport.ts'
import { requeueUnattempted, settleAttempt, takeOverAttempts } from '../store/attempts.ts'
import type { AskDeps, AskProvider } from './ask-provider.ts'

export type ResumeAttempts = (
  transport: Transport,
  ids: readonly string[],
  leaseUntil: Date,
  signal?: AbortSignal,
) => Promise<void>

/**
 * Takes up what was left open: attempts without a usable answer, and the work of workers that died.
 * Where the provider knows repeated requests by their key, the request is made again exactly as it
 * was stored; elsewhere, or when a member is dead by now, its outcome stays unknown.
 */
export function createResumeAttempts(
  deps: Pick<AskDeps, 'db' | 'now' | 'record'>,
  ask: AskProvider,
): ResumeAttempts {
  const { db, now, record } = deps

  return async (transport, ids, leaseUntil, signal) => {
    const at = now()
    const attempts = await takeOverAttempts(db, ids, at, leaseUntil)
    for (const { messages, ...attempt } of attempts) {
      if (transport.idempotent && messages.every(({ expiresAt }) => expiresAt > at)) {
        await ask(transport, attempt, messages, signal)
        continue
      }
      await settleAttempt(db, {
        attemptId: attempt.id,
        takeovers: attempt.takeovers,
        now: at,
        outcomes: messages.map(() => ({ kind: 'unknown', code: 'abandoned' })),
        settlements: messages.map(({ id }) => ({
          id,
          status: 'unknown',
          reason: 'abandoned',
          providerMessageId: null,
          dueAt: null,
        })),
      })
      for (const { id, slug } of messages) {
        record({
          messageId: id,
          slug,
          provider: transport.provider,
          attemptId: attempt.id,
          outcome: 'unknown',
          code: 'abandoned',
        })
      }
    }
    await requeueUnattempted(db, ids, at)
  }
}
