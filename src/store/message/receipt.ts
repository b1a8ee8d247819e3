import { sql } from 'kysely'
import type { MessageSummary } from '../../domain/message.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { Db } from '../engine/database.ts'

/**
 * Keeps a report and moves its message by it, forward only: reports come late, twice and in any
 * order. A report proves that the provider has the message, so it also ends a doubt, together with
 * the request that the doubt was about. Where the report says so, the message's recipient is
 * suppressed: the one that we wrote to, whatever address the report names. A delivery lifts what an
 * earlier bounce had brought. Returns the message's id, or null for a report that says nothing new or
 * is about nothing of ours.
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

// What is sent by hand for a test carries an id that is not one of ours.
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
