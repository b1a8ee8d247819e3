import { sql } from 'kysely'
import type { Sealable } from '../../domain/content-cipher.ts'
import type { Channel, MessageContent, MessageKind, MessageStatus } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'

/** One verified webhook and the message that comes of it, if any, ready to be stored. */
export interface Acceptance {
  readonly event: {
    readonly id: string
    readonly endpoint: string
    readonly svixId: string
    readonly type: string
    readonly instanceId: string
    readonly userId: string | null
    readonly occurredAt: Date
    readonly receivedAt: Date
    readonly outcome: string
    readonly reason: string | null
  }
  readonly message: NewMessage | null
}

export interface NewMessage {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly instanceId: string
  readonly userId: string | null
  readonly dedupeKey: string
  readonly recipient: string | null
  readonly example: boolean
  readonly status: MessageStatus
  readonly reason: string | null
  readonly priority: number
  readonly occurredAt: Date
  readonly createdAt: Date
  readonly expiresAt: Date
  /** Not to be sent before then. */
  readonly dueAt: Date
  readonly content: Sealable<MessageContent> | null
}

/** What the unique constraints said, in the order of the acceptances. */
export type Stored =
  | { readonly kind: 'new' }
  /** New, and not to be sent: its user was deleted after the event. */
  | { readonly kind: 'erased' }
  /** The event or the message was here before; `messageId` is the one that came of it. */
  | { readonly kind: 'duplicate'; readonly messageId: string | null }

/**
 * Stores events and messages in one statement, whatever their number: one commit per webhook is what
 * limits both engines. An event that was seen before brings no message; a message that was seen
 * before leaves its event on record as a duplicate. Run it in a transaction.
 */
export async function storeAcceptances(
  tx: Db,
  acceptances: readonly Acceptance[],
): Promise<Stored[]> {
  // Sorted, so that two instances that store the same events take their locks in the same order.
  const rows = acceptances.map(inputRow).sort((a, b) => (a.svix_id < b.svix_id ? -1 : 1))
  const sorted = rows.map(({ position }) => acceptances[position]?.message?.content)
  const contents = sorted.map((content) => (content ? JSON.stringify(content) : ''))
  const { rows: stored } = await sql<{
    position: number
    new_event: boolean
    new_message: boolean
    erased: boolean
  }>`
    select position, new_event, new_message, erased from bellhop.store_acceptances(
      ${JSON.stringify(rows)}, ${contents.join(SEPARATOR)}, ${SEPARATOR})`.execute(tx)

  const results: Stored[] = acceptances.map(() => ({ kind: 'new' }))
  for (const row of stored) {
    const acceptance = acceptances[row.position]
    if (!acceptance) continue
    if (row.new_event && row.new_message) {
      if (row.erased) results[row.position] = { kind: 'erased' }
      continue
    }
    const messageId = row.new_event
      ? await markDuplicate(tx, acceptance)
      : await messageOf(tx, acceptance)
    results[row.position] = { kind: 'duplicate', messageId }
  }
  return results
}

// Contents are nine tenths of the bytes. They go in as they are, beside the rows: as a part of the
// rows' JSON each letter would be read three times.
const SEPARATOR = '\u001e' // JSON escapes it, so that it never stands in a content.

function inputRow({ event, message }: Acceptance, position: number) {
  return {
    position,
    event_id: event.id,
    endpoint: event.endpoint,
    svix_id: event.svixId,
    type: event.type,
    event_instance_id: event.instanceId,
    event_user_id: event.userId,
    event_occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    outcome: event.outcome,
    event_reason: event.reason,
    ...(message && messageColumns(message)),
  }
}

function messageColumns(message: NewMessage) {
  const { instanceId, userId, dedupeKey, occurredAt, createdAt, expiresAt, dueAt, ...rest } =
    message
  const { content: _, ...same } = rest
  return {
    ...same,
    instance_id: instanceId,
    user_id: userId,
    dedupe_key: dedupeKey,
    occurred_at: occurredAt,
    created_at: createdAt,
    expires_at: expiresAt,
    due_at: dueAt,
  }
}

async function markDuplicate(tx: Db, { event, message }: Acceptance): Promise<string | null> {
  const original = await tx
    .selectFrom('messages')
    .select('id')
    .where('dedupe_key', '=', message?.dedupeKey ?? '')
    .executeTakeFirst()
  await tx
    .updateTable('events')
    .set({ outcome: 'duplicate', message_id: original?.id ?? null })
    .where('id', '=', event.id)
    .execute()
  return original?.id ?? null
}

async function messageOf(tx: Db, { event }: Acceptance): Promise<string | null> {
  const row = await tx
    .selectFrom('events')
    .select('message_id')
    .where('endpoint', '=', event.endpoint)
    .where('svix_id', '=', event.svixId)
    .executeTakeFirst()
  return row?.message_id ?? null
}
