import { sql } from 'kysely'
import type { MessageSummary } from '../../domain/message.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { Db } from '../engine/database.ts'

/**
 * Stores a report and changes the status of its message, but only to a higher rank: reports come late,
 * several times and in any order. A report proves that the provider has the message, so an attempt in doubt is closed, too. If the
 * report says so, the recipient of the message is suppressed, even if the report names another address. A
 * delivery removes the suppression of an earlier bounce. Returns the id of the message, or null if the
 * report says nothing new or is about no message of this ledger.
 */
export async function recordReceipt(
  db: Db,
  id: string,
  receipt: Receipt,
  now: Date,
  /** Called with the message if the report has moved it. */
  moved: (message: MessageSummary) => void = () => {},
): Promise<string | null> {
  const messageId = receipt.messageId && UUID.test(receipt.messageId) ? receipt.messageId : null
  const { rows } = await sql<{ messageId: string; moved: boolean } & MessageSummary>`
    select message_id, moved, channel, slug, kind, created_at
    from bellhop.record_receipt(${id}, ${receipt.provider}, ${receipt.channel}, ${receipt.eventId},
      ${messageId}, ${receipt.providerMessageId}, ${receipt.status}, ${receipt.at ?? now},
      ${receipt.detail}, ${receipt.suppress}, ${now})`.execute(db)
  const [row] = rows
  if (row?.moved) moved(row)
  return row?.messageId ?? null
}

// A message that was sent for a test may have an id of another form.
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
