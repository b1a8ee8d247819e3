import type { SendOutcome } from '../../domain/transport.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import type { Attempt } from '../../store/message/settle.ts'
import type { AskOptions, DeliverContext, Provider } from './context.ts'
import { holdLease, type Lease } from './lease.ts'
import { reportToLimiter, stopIfOthersToo } from './report-to-limiter.ts'
import { type Answer, postponeRepeat, settleAnswers } from './settle-answers.ts'

const RENEW_MS = 1_500

const NO_ANSWER: SendOutcome = { kind: 'unknown', code: 'no_answer' }

interface AttemptOptions extends AskOptions {
  /** The parsed body of the attempt, if the caller has it. */
  readonly body?: unknown
  /** When the lease ends that the caller has taken. */
  readonly heldUntil: Date
}

/** Makes the request of a stored attempt, unless it is too late for it, and settles the attempt by the answer. */
export async function askProvider(
  context: DeliverContext,
  provider: Provider,
  attempt: Attempt,
  messages: readonly OpenMessage[],
  options: AttemptOptions,
): Promise<void> {
  const { transport, limiter } = provider
  const lease = await holdLease(context, transport.channel, attempt, options.heldUntil)
  const askedAt = context.now()
  if (lease === null || messages.some(({ expiresAt }) => expiresAt <= askedAt)) {
    // After a takeover there may have been a request before: whoever finds the attempt next decides.
    if (attempt.takeovers > 0) return
    // Moves nothing if another worker has the attempt.
    return settleAnswers(context, provider, attempt, tooLate(messages, askedAt), askedAt)
  }
  const outcomes = await request(context, provider, attempt, messages, lease, options)
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
  { every, signals }: DeliverContext,
  { transport }: Provider,
  attempt: Attempt,
  messages: readonly OpenMessage[],
  lease: Lease,
  { body, signal, onRequest }: AttemptOptions,
): Promise<readonly SendOutcome[]> {
  const stopRenewing = every(RENEW_MS, lease.renew)
  const { provider, channel } = transport
  const repeated = attempt.takeovers > 0
  // Signals must not get recipients and contents.
  const named = messages.map(({ id, slug }) => ({ id, slug }))
  onRequest?.()
  return signals
    .around({ provider, channel, attemptId: attempt.id, repeated, messages: named }, () =>
      transport.send(body ?? JSON.parse(attempt.body), {
        idempotencyKey: attempt.idempotencyKey,
        mayBegin: lease.isHeld,
        ...(signal ? { signal } : {}),
      }),
    )
    .finally(stopRenewing)
}

// A message has expired, or the lease has ended, before the request was made. As nothing was sent, the others may
// go in another request.
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
