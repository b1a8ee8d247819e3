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
  | { readonly kind: 'new'; readonly userLocale: string | null }
  /** New, but skipped: its user was deleted after the event. */
  | { readonly kind: 'erased' }
  /** The event or the message was stored before; `messageId` is its message. */
  | { readonly kind: 'duplicate'; readonly messageId: string | null }

interface StoredRow {
  readonly eventId: string
  readonly result: Stored['kind']
  readonly messageId: string | null
  readonly userLocale: string | null
}

/**
 * Stores any number of events and messages in one statement, because a commit for each webhook would be the
 * limit of both engines. For an event that was stored before, no message is stored. If only the
 * message was stored before, its event is recorded as a duplicate. The results are in the order of the
 * acceptances.
 */
export async function storeAcceptances(
  db: Db,
  acceptances: readonly Acceptance[],
): Promise<Stored[]> {
  // Sorted, so that two instances that store the same events take their locks in the same order.
  const sorted = acceptances.toSorted((a, b) => (a.event.svixId < b.event.svixId ? -1 : 1))
  const { rows } = await sql<StoredRow>`
    select * from bellhop.store_group(
      ${JSON.stringify(sorted.map(eventRow))}, ${JSON.stringify(sorted.map(messageRow))},
      ${sorted.map(contentOf).join(SEPARATOR)}, ${SEPARATOR},
      ${JSON.stringify(withColumnNames(NEW_MESSAGE))})`.execute(db)
  const rowOf = new Map(rows.map((row) => [row.eventId, row]))
  return acceptances.map(({ event }) => storedOf(rowOf.get(event.id)))
}

function storedOf(row: StoredRow | undefined): Stored {
  switch (row?.result) {
    case 'new':
      return { kind: 'new', userLocale: row.userLocale }
    case 'erased':
      return { kind: 'erased' }
    default:
      return { kind: 'duplicate', messageId: row?.messageId ?? null }
  }
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
