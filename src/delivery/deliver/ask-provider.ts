import type { SendOutcome } from '../../domain/transport.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import { type Attempt, renewLease } from '../../store/message/settle.ts'
import { type AskOptions, type DeliverContext, LEASE_MS, type Provider } from './context.ts'
import { reportToLimiter, stopIfOthersToo } from './report-to-limiter.ts'
import { type Answer, postponeRepeat, settleAnswers } from './settle-answers.ts'

const RENEW_MS = 1_500

const NO_ANSWER: SendOutcome = { kind: 'unknown', code: 'no_answer' }

/**
 * Makes the request of a stored attempt and settles it by the answer. `body` is the parsed body of the
 * attempt, if the caller has it.
 */
export async function askProvider(
  context: DeliverContext,
  provider: Provider,
  attempt: Attempt,
  messages: readonly OpenMessage[],
  options: AskOptions & { readonly body?: unknown } = {},
): Promise<void> {
  const { transport, limiter } = provider
  const askedAt = context.now()
  if (attempt.takeovers === 0 && messages.some(({ expiresAt }) => expiresAt <= askedAt)) {
    return settleAnswers(context, provider, attempt, tooLate(messages, askedAt), askedAt)
  }
  const outcomes = await request(context, provider, attempt, messages, options)
  const answeredAt = context.now()
  const answers = messages.map((message, index) => ({
    message,
    outcome: outcomes[index] ?? NO_ANSWER,
  }))
  await reportToLimiter(limiter, answers)
  record(context, attempt, answers, answeredAt.getTime() - askedAt.getTime())
  if (await postponeRepeat(context, transport, attempt, answers, answeredAt)) return
  await settleAnswers(context, provider, attempt, answers, answeredAt)
  await stopIfOthersToo(context.db, limiter, answers)
}

async function request(
  { db, now, every, signals }: DeliverContext,
  { transport }: Provider,
  attempt: Attempt,
  messages: readonly OpenMessage[],
  { body, signal, onRequest }: AskOptions & { readonly body?: unknown },
): Promise<readonly SendOutcome[]> {
  const stopRenewing = every(RENEW_MS, () =>
    renewLease(db, attempt, new Date(now().getTime() + LEASE_MS)),
  )
  const { provider, channel } = transport
  const repeated = attempt.takeovers > 0
  // Signals must not get recipients and contents.
  const named = messages.map(({ id, slug }) => ({ id, slug }))
  onRequest?.()
  return signals
    .around({ provider, channel, attemptId: attempt.id, repeated, messages: named }, () =>
      transport.send(body ?? JSON.parse(attempt.body), {
        idempotencyKey: attempt.idempotencyKey,
        ...(signal ? { signal } : {}),
      }),
    )
    .finally(stopRenewing)
}

// A message has expired before the request was made. As nothing was sent, the others may go in another
// request.
function tooLate(messages: readonly OpenMessage[], at: Date): Answer[] {
  const expired = {
    kind: 'deferred',
    code: 'too_late',
    retryAfterMs: Number.MAX_SAFE_INTEGER,
  } as const
  const alive = { kind: 'deferred', code: 'not_asked' } as const
  return messages.map((message) => ({
    message,
    outcome: message.expiresAt <= at ? expired : alive,
  }))
}

function record(
  { signals }: DeliverContext,
  { id: attemptId, provider }: Attempt,
  answers: readonly Answer[],
  ms: number,
): void {
  for (const { message, outcome } of answers) {
    signals.recorded({
      messageId: message.id,
      slug: message.slug,
      provider,
      attemptId,
      outcome: outcome.kind,
      ...('code' in outcome ? { code: outcome.code } : {}),
      ms,
    })
  }
}
