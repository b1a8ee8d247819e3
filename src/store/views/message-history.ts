import { sql } from 'kysely'
import type { MessageStatus } from '../../domain/message.ts'
import type { LanguageSource } from '../../domain/template.ts'
import { type AuditEntry, listAudit } from '../audit.ts'
import type { Db } from '../engine/database.ts'
import type { SuppressedAddress } from '../suppressions.ts'
import { findMessage, type LedgerEntry } from './ledger.ts'

/** A webhook of Clerk. */
interface Webhook {
  readonly type: string
  readonly svixId: string
  readonly occurredAt: Date
  readonly receivedAt: Date
}

/** A message and everything that has happened to it. */
export interface MessageHistory extends Omit<LedgerEntry, 'receipts'> {
  /** The webhook of the message; null if a person sent the message again. */
  readonly event: Webhook | null
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
  /** Events about the same message that came later and were turned away. */
  readonly duplicates: readonly Webhook[]
  /** Clerk's id of the email or SMS; null if it has none. */
  readonly sourceId: string | null
  readonly userId: string | null
  /** When its last attempt began. */
  readonly claimedAt: Date | null
  /** Who wanted its language; null if it is not known or the text is Clerk's own. */
  readonly languageFrom: LanguageSource | null
  /** What the list of suppressions has about its recipient now. */
  readonly suppression: {
    readonly id: string
    readonly reason: string
    readonly scope: SuppressedAddress['scope']
    readonly since: Date
  } | null
  /** Who sent it again, if it is a copy that was made by hand and alone. */
  readonly resentBy: string | null
  /** What people did with it, the newest first. */
  readonly audit: readonly AuditEntry[]
}

// More reports or entries would not help a reader of the page.
const MOST = 200

export async function readMessageHistory(db: Db, id: string): Promise<MessageHistory | null> {
  const entry = await findMessage(db, id)
  if (!entry) return null
  const events = await db
    .selectFrom('events')
    .select(['type', 'svixId', 'occurredAt', 'receivedAt', 'outcome'])
    .where('messageId', '=', id)
    .orderBy('receivedAt')
    .limit(MOST)
    .execute()
  const webhooks = (duplicate: boolean): Webhook[] =>
    events
      .filter(({ outcome }) => (outcome === 'duplicate') === duplicate)
      .map(({ outcome: _, ...webhook }) => webhook)
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
  const rest = await db
    .selectFrom('messages')
    .select(['finishedAt', 'userId', 'claimedAt', 'dedupeKey', 'localeSource'])
    .where('id', '=', id)
    .executeTakeFirst()
  return {
    ...entry,
    event: webhooks(false)[0] ?? null,
    duplicates: webhooks(true),
    receipts,
    copies,
    finishedAt: rest?.finishedAt ?? null,
    sourceId: /:((?:ema|sms)_\w+)/.exec(rest?.dedupeKey ?? '')?.[1] ?? null,
    userId: rest?.userId ?? null,
    claimedAt: rest?.claimedAt ?? null,
    languageFrom: rest?.localeSource ?? null,
    suppression: await suppressionOf(db, id),
    resentBy: await resentBy(db, entry.message),
    audit: await listAudit(db, { messageId: id, limit: MOST }),
  }
}

/** The audit of the original names its copies. */
async function resentBy(db: Db, { id, resendOf }: LedgerEntry['message']): Promise<string | null> {
  if (!resendOf) return null
  const row = await db
    .selectFrom('audit')
    .select('actor')
    .where('messageId', '=', resendOf)
    .where('action', '=', 'resend')
    .where('detail', '=', `as ${id}`)
    .executeTakeFirst()
  return row?.actor ?? null
}

async function suppressionOf(db: Db, id: string): Promise<MessageHistory['suppression']> {
  const { rows } = await sql<NonNullable<MessageHistory['suppression']>>`
    select s.id, s.reason, s.scope, s.since
    from bellhop.messages m
    join bellhop.suppressions s on s.channel = m.channel and s.address = lower(m.recipient)
    where m.id = ${id}::uuid and s.scope <> 'none'`.execute(db)
  return rows[0] ?? null
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
