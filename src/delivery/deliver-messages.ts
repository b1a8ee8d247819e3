import { idempotencyKey } from '../domain/keys.ts'
import type { Render, Rendered } from '../domain/template.ts'
import type { OutgoingMessage, Transport } from '../domain/transport.ts'
import { settleUnsent, storeAttempt } from '../store/attempts.ts'
import { type ClaimedMessage, claimMessages } from '../store/claims.ts'
import { type AskDeps, createAskProvider } from './ask-provider.ts'
import { createResumeAttempts } from './resume-attempts.ts'

/**
 * How long a claim is ours before another worker may take it over. Longer than the transports' own
 * deadline, so that a slow answer is not mistaken for a dead worker.
 */
const LEASE_MS = 13_000

export interface DeliveryDeps extends AskDeps {
  readonly render: Render
  readonly defaultLocale: string
  readonly newId: () => string
}

export type DeliverMessages = (
  transport: Transport,
  ids: readonly string[],
  signal?: AbortSignal,
) => Promise<void>

interface Member {
  readonly message: ClaimedMessage
  readonly recipient: string
  readonly rendered: Rendered
}

/** Delivers those of the messages that wait for it; what others have done or are doing is left alone. */
export function createDeliverMessages(deps: DeliveryDeps): DeliverMessages {
  const { db, now, record } = deps
  const ask = createAskProvider(deps)
  const resume = createResumeAttempts(deps, ask)
  const lease = () => new Date(now().getTime() + LEASE_MS)
  const localeOf = (message: ClaimedMessage) => message.user_locale ?? deps.defaultLocale

  return async (transport, ids, signal) => {
    const attemptId = deps.newId()
    const moved = await claimMessages(db, { attemptId, ids, now: now(), leaseUntil: lease() })
    const claimed = moved.filter(({ status }) => status === 'sending').sort(inOrder)
    for (const { id, slug, status, reason } of moved) {
      if (status === 'sending') continue
      const code = reason ? { code: reason } : {}
      record({
        messageId: id,
        slug,
        provider: transport.provider,
        attemptId,
        outcome: status,
        ...code,
      })
    }
    const members = await write(transport, attemptId, claimed)
    if (members.length > 0) await attempt(transport, attemptId, members, signal)
    const known = new Set(moved.map(({ id }) => id))
    const others = ids.filter((id) => !known.has(id))
    if (others.length > 0) await resume(transport, others, lease(), signal)
  }

  async function write(
    { provider }: Transport,
    attemptId: string,
    claimed: readonly ClaimedMessage[],
  ): Promise<Member[]> {
    const members: Member[] = []
    const empty: ClaimedMessage[] = []
    for (const message of claimed) {
      const { content, recipient } = message
      const rendered =
        content && (await deps.render({ ...message, content, locale: localeOf(message) }))
      if (rendered && recipient !== null) members.push({ message, recipient, rendered })
      else empty.push(message)
    }
    if (empty.length > 0) {
      const nothing = {
        status: 'failed',
        reason: 'nothing_to_send',
        providerMessageId: null,
        dueAt: null,
      } as const
      await settleUnsent(
        db,
        attemptId,
        now(),
        empty.map(({ id }) => ({ id, ...nothing })),
      )
      for (const { id, slug } of empty) {
        record({
          messageId: id,
          slug,
          provider,
          attemptId,
          outcome: 'failed',
          code: nothing.reason,
        })
      }
    }
    return members
  }

  async function attempt(
    transport: Transport,
    id: string,
    members: readonly Member[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const startedAt = now()
    const stored = {
      id,
      provider: transport.provider,
      idempotencyKey: idempotencyKey(id),
      messageIds: members.map(({ message }) => message.id),
      body: JSON.stringify(transport.prepare(members.map(outgoing), startedAt)),
      takeovers: 0,
      startedAt,
    }
    const written = members.map(({ message, rendered: { template, fallback } }) => ({
      id: message.id,
      template,
      fallback,
      locale: localeOf(message),
    }))
    if (!(await storeAttempt(db, stored, written, lease()))) return
    const messages = members.map(({ message }) => ({
      id: message.id,
      slug: message.slug,
      priority: message.priority,
      expiresAt: message.expires_at,
      tries: message.attempts,
    }))
    await ask(transport, stored, messages, signal)
  }
}

function inOrder(a: ClaimedMessage, b: ClaimedMessage): number {
  return b.priority - a.priority || a.occurred_at.getTime() - b.occurred_at.getTime()
}

function outgoing({ message, recipient, rendered }: Member): OutgoingMessage {
  const { template: _, fallback: __, ...content } = rendered
  return {
    ...content,
    id: message.id,
    slug: message.slug,
    to: recipient,
    expiresAt: message.expires_at,
  }
}
