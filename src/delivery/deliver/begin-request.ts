import { idempotencyKey } from '../../domain/keys.ts'
import { segmentsOf } from '../../domain/sms-segment.ts'
import type { OutgoingMessage, RequestBody } from '../../domain/transport.ts'
import { beginAttempt, type Decision, type MessageLimits } from '../../store/message/begin.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import type { Attempt } from '../../store/message/settle.ts'
import { type DeliverContext, LEASE_MS, type Provider } from './context.ts'
import { moveOf } from './settle-unsent.ts'
import type { WrittenMessage } from './write-message.ts'

export type BegunRequest =
  /** The attempt is stored, so the request may be made. */
  | { readonly kind: 'begun'; readonly attempt: Attempt; readonly body: RequestBody }
  /** Some of the messages must not be sent now. Those that may be are left for another request. */
  | { readonly kind: 'not-begun'; readonly ready: readonly WrittenMessage[] }

// How soon a code is tried again that waits for the request of an older code.
const HOLD_MS = 250

/** Stores the request for these messages, if each of them may be sent at this moment. */
export async function beginRequest(
  context: DeliverContext,
  { transport }: Provider,
  messages: readonly WrittenMessage[],
): Promise<BegunRequest> {
  const { db, cipher, now, dailySegments } = context
  const startedAt = now()
  const body = transport.prepare(messages.map(outgoing), startedAt)
  const id = context.newId()
  const attempt: Attempt = {
    id,
    provider: transport.provider,
    idempotencyKey: idempotencyKey(id),
    messageIds: messages.map(({ message }) => message.id),
    body: JSON.stringify(body),
    takeovers: 0,
    startedAt,
  }
  const heldUntil = new Date(startedAt.getTime() + HOLD_MS)
  const result = await beginAttempt(db, transport.channel, {
    attempt: { ...attempt, body: cipher.encrypt(attempt.body) },
    written: messages.map(
      ({ message, rendered: { template, locale, fallback }, localeSource }) => ({
        id: message.id,
        template,
        locale,
        localeSource,
        fallback,
      }),
    ),
    limits: messages.map((one) => limitsOf(one, context)),
    dailySegments,
    leaseUntil: () => new Date(now().getTime() + LEASE_MS),
    heldUntil,
  })
  if (result.kind === 'begun') return { kind: 'begun', attempt, body }

  const decisionOf = ({ message }: WrittenMessage) => result.decisions.get(message.id)
  reportEnded(context, attempt, messages, decisionOf)
  const having = (verdict: Decision['verdict']) =>
    messages.filter((one) => decisionOf(one)?.verdict === verdict)
  const held = having('held').map(({ message }) => message)
  await requeueHeld(context, held, heldUntil)
  return { kind: 'not-begun', ready: having('ready') }
}

// A batch has a hundred emails, and the database reads all that is passed to it.
const NO_NUMBER = { newRange: [], knownRange: [], segments: 0 }

function limitsOf(
  { message, rendered }: WrittenMessage,
  { settingsOf }: Pick<DeliverContext, 'settingsOf'>,
): MessageLimits {
  const { id, kind, instanceId } = message
  const { codes, notices, newRange, knownRange } = settingsOf(instanceId).limits
  return {
    messageId: id,
    recipientLimits: kind === 'code' || kind === 'link' ? codes : notices,
    ...(rendered.channel === 'sms'
      ? { newRange, knownRange, segments: segmentsOf(rendered.body) }
      : NO_NUMBER),
  }
}

function reportEnded(
  { signals }: DeliverContext,
  { id: attemptId, provider, startedAt }: Attempt,
  messages: readonly WrittenMessage[],
  decisionOf: (message: WrittenMessage) => Decision | undefined,
): void {
  for (const written of messages) {
    const decision = decisionOf(written)
    if (decision === undefined || decision.verdict === 'ready' || decision.verdict === 'held')
      continue
    const { message } = written
    const { verdict, ...why } = decision
    signals.moved({ ...moveOf(message, verdict, startedAt), ...why })
    const code = 'reason' in why ? { code: why.reason } : {}
    const { id: messageId, slug } = message
    signals.recorded({ messageId, slug, provider, attemptId, outcome: verdict, ...code })
  }
}

async function requeueHeld(
  { enqueue }: DeliverContext,
  held: readonly OpenMessage[],
  startAfter: Date,
): Promise<void> {
  if (held.length === 0) return
  await enqueue(
    held.map(({ id, channel, priority, solo }) => ({ id, channel, priority, solo, startAfter })),
  )
}

function outgoing({ message, recipient, rendered }: WrittenMessage): OutgoingMessage {
  const { template: _, locale: __, fallback: ___, ...content } = rendered
  return {
    ...content,
    id: message.id,
    slug: message.slug,
    to: recipient,
    expiresAt: message.expiresAt,
  }
}
