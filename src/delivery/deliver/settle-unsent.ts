import type { MessageStatus } from '../../domain/message.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import { settleUnsent } from '../../store/message/settle.ts'
import type { Move } from '../signals.ts'
import type { DeliverContext } from './context.ts'
import type { EndedMessage } from './write-message.ts'

type Context = Pick<DeliverContext, 'db' | 'now' | 'signals'>

// When a message that cannot be decrypted is tried again.
const KEY_MISSING_MS = 60_000

/** Ends messages that cannot be sent. */
export async function settleEnded(
  { db, now, signals }: Context,
  provider: string,
  ended: readonly EndedMessage[],
): Promise<void> {
  if (ended.length === 0) return
  const at = now()
  const none = { providerMessageId: null, dueAt: null }
  await settleUnsent(
    db,
    at,
    ended.map(({ message, status, reason }) => ({ ...none, id: message.id, status, reason })),
  )
  for (const { message, status, reason } of ended) {
    const { id, slug } = message
    signals.moved(moveOf(message, status, at))
    signals.recorded({ messageId: id, slug, provider, outcome: status, code: reason })
  }
}

/**
 * Postpones messages that were encrypted with a missing key, because the key may come back. Until then they
 * must not keep others from being sent.
 */
export async function postponeUndecryptable(
  { db, now, signals }: Context,
  provider: string,
  messages: readonly OpenMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const at = now()
  const dueAt = new Date(at.getTime() + KEY_MISSING_MS)
  const none = { providerMessageId: null, status: 'queued', reason: 'no_key', dueAt } as const
  await settleUnsent(
    db,
    at,
    messages.map(({ id }) => ({ ...none, id })),
  )
  for (const { id, slug } of messages) {
    signals.recorded({ messageId: id, slug, provider, outcome: 'failed', code: 'no_key' })
  }
}

export function moveOf(message: OpenMessage, status: MessageStatus, at: Date): Move {
  const { channel, slug, kind } = message
  // A limit that held it back is no delay of the delivery.
  const createdAt = message.releasedAt ?? message.createdAt
  return { channel, slug, kind, status, createdAt, at }
}
