import type { MessageStatus } from '../../domain/message.ts'
import { type AuditEntry, listAudit } from '../audit.ts'
import type { Db } from '../engine/database.ts'
import { findMessage, type LedgerEntry } from './ledger.ts'

/** A message and everything that has happened to it. */
export interface MessageHistory extends Omit<LedgerEntry, 'receipts'> {
  /** The webhook of the message; null if a person sent the message again. */
  readonly event: {
    readonly type: string
    readonly svixId: string
    readonly occurredAt: Date
    readonly receivedAt: Date
  } | null
  readonly receipts: readonly {
    readonly provider: string
    readonly status: string
    readonly at: Date
    /** The provider's name for the cause. */
    readonly detail: string | null
  }[]
  readonly copies: readonly {
    readonly id: string
    readonly createdAt: Date
    readonly status: MessageStatus
  }[]
  readonly finishedAt: Date | null
  readonly audit: readonly AuditEntry[]
}

// More reports or entries would not help a reader of the page.
const MOST = 200

export async function readMessageHistory(db: Db, id: string): Promise<MessageHistory | null> {
  const entry = await findMessage(db, id)
  if (!entry) return null
  const event = await db
    .selectFrom('events')
    .select(['type', 'svixId', 'occurredAt', 'receivedAt'])
    .where('messageId', '=', id)
    .orderBy('receivedAt')
    .limit(1)
    .executeTakeFirst()
  const receipts = await db
    .selectFrom('receipts')
    .select(['provider', 'status', 'at', 'detail'])
    .where('messageId', '=', id)
    .orderBy('at')
    .orderBy('id')
    .limit(MOST)
    .execute()
  const copies = await db
    .selectFrom('messages')
    .select(['id', 'createdAt', 'status'])
    .where('resendOf', '=', id)
    .orderBy('id')
    .execute()
  const end = await db
    .selectFrom('messages')
    .select('finishedAt')
    .where('id', '=', id)
    .executeTakeFirst()
  return {
    ...entry,
    event: event ?? null,
    receipts,
    copies,
    finishedAt: end?.finishedAt ?? null,
    audit: await listAudit(db, { messageId: id, limit: MOST }),
  }
}

/** The full address or number, for a person who may see it. Null if it was erased or the message is deleted. */
export async function readRecipient(db: Db, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('messages')
    .select('recipient')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.recipient ?? null
}
