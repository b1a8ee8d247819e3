import { sql } from 'kysely'
import { withColumnNames } from '../engine/column-names.ts'
import type { Db } from '../engine/database.ts'
import type { EventTable } from '../engine/schema.ts'
import type { UserKey, UserProfile } from '../users.ts'
import { NEW_MESSAGE, type NewMessage } from './new-message.ts'

/** The rows to store for one webhook. */
export interface Acceptance {
  readonly event: Readonly<Omit<EventTable, 'messageId'>>
  readonly message: NewMessage | null
  readonly savedUser: UserProfile | null
  readonly deletedUser: UserKey | null
}

/** The result of storing an acceptance. */
export type Stored =
  | { readonly kind: 'new' }
  /** New, but skipped: its user was deleted after the event. */
  | { readonly kind: 'erased' }
  /** The event or the message was stored before; `messageId` is its message. */
  | { readonly kind: 'duplicate'; readonly messageId: string | null }

interface StoredRow {
  readonly eventId: string
  readonly newEvent: boolean
  readonly newMessage: boolean
  readonly erased: boolean
}

/**
 * Stores any number of events and messages in one statement, because a commit for each webhook would be the
 * limit of both engines. For an event that was stored before, no message is stored. If only the
 * message was stored before, its event is recorded as a duplicate. The results are in the order of the
 * acceptances. Run it in a transaction.
 */
export async function storeAcceptances(
  tx: Db,
  acceptances: readonly Acceptance[],
): Promise<Stored[]> {
  // Sorted, so that two instances that store the same events take their locks in the same order.
  const sorted = acceptances.toSorted((a, b) => (a.event.svixId < b.event.svixId ? -1 : 1))
  const { rows } = await sql<StoredRow>`
    select event_id, new_event, new_message, erased from bellhop.store_webhooks(
      ${JSON.stringify(sorted.map(eventRow))}, ${JSON.stringify(sorted.map(messageRow))},
      ${sorted.map(contentOf).join(SEPARATOR)}, ${SEPARATOR},
      ${JSON.stringify(withColumnNames(NEW_MESSAGE))})`.execute(tx)
  const rowOf = new Map(rows.map((row) => [row.eventId, row]))
  const results: Stored[] = []
  for (const acceptance of acceptances) {
    results.push(await resultOf(tx, acceptance, rowOf.get(acceptance.event.id)))
  }
  return results
}

// Contents are nine tenths of the bytes. They are passed separately as they are: inside the JSON of
// the rows, each of their characters would be read three times.
const SEPARATOR = '\u001e' // Never part of a content, because JSON escapes it.

function eventRow({ event, message }: Acceptance) {
  return withColumnNames({ ...event, messageId: message?.id ?? null })
}

function messageRow({ message }: Acceptance) {
  if (!message) return {}
  const { content: _, ...columns } = message
  return withColumnNames(columns)
}

function contentOf({ message }: Acceptance): string {
  return message?.content ? JSON.stringify(message.content) : ''
}

async function resultOf(
  tx: Db,
  acceptance: Acceptance,
  row: StoredRow | undefined,
): Promise<Stored> {
  if (!row?.newEvent) return { kind: 'duplicate', messageId: await messageOf(tx, acceptance) }
  if (!row.newMessage) return { kind: 'duplicate', messageId: await markDuplicate(tx, acceptance) }
  return { kind: row.erased ? 'erased' : 'new' }
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
