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
  const rows = acceptances.map(inputRow).sort((a, b) => (a.svixId < b.svixId ? -1 : 1))
  const sorted = rows.map(({ position }) => acceptances[position]?.message?.content)
  const contents = sorted.map((content) => (content ? JSON.stringify(content) : ''))
  const { rows: stored } = await sql<{
    position: number
    newEvent: boolean
    newMessage: boolean
    erased: boolean
  }>`
    select position, new_event, new_message, erased from bellhop.store_acceptances(
      ${JSON.stringify(rows)}, ${contents.join(SEPARATOR)}, ${SEPARATOR})`.execute(tx)

  const results: Stored[] = acceptances.map(() => ({ kind: 'new' }))
  for (const row of stored) {
    const acceptance = acceptances[row.position]
    if (!acceptance) continue
    if (row.newEvent && row.newMessage) {
      if (row.erased) results[row.position] = { kind: 'erased' }
      continue
    }
    const messageId = row.newEvent
      ? await markDuplicate(tx, acceptance)
      : await messageOf(tx, acceptance)
    results[row.position] = { kind: 'duplicate', messageId }
  }
  return results
}

// Contents are nine tenths of the bytes. They go in as they are, beside the rows: as a part of the
// rows' JSON each letter would be read three times.
const SEPARATOR = '\u001e' // JSON escapes it, so that it never stands in a content.

// Named as the record in store_acceptances.sql.
function inputRow({ event, message }: Acceptance, position: number) {
  const { content: _, ...columns } = message ?? { content: null }
  return {
    position,
    eventId: event.id,
    endpoint: event.endpoint,
    svixId: event.svixId,
    type: event.type,
    eventInstanceId: event.instanceId,
    eventUserId: event.userId,
    eventOccurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    outcome: event.outcome,
    eventReason: event.reason,
    ...columns,
  }
}

async function markDuplicate(tx: Db, { event, message }: Acceptance): Promise<string | null> {
  const original = await tx
    .selectFrom('messages')
    .select('id')
    .where('dedupeKey', '=', message?.dedupeKey ?? '')
    .executeTakeFirst()
  await tx
    .updateTable('events')
    .set({ outcome: 'duplicate', messageId: original?.id ?? null })
    .where('id', '=', event.id)
    .execute()
  return original?.id ?? null
}

async function messageOf(tx: Db, { event }: Acceptance): Promise<string | null> {
  const row = await tx
    .selectFrom('events')
    .select('messageId')
    .where('endpoint', '=', event.endpoint)
    .where('svixId', '=', event.svixId)
    .executeTakeFirst()
  return row?.messageId ?? null
}
