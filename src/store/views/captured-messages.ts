import { sql } from 'kysely'
import type { CapturedMessage } from '../../domain/captured-message.ts'
import type { Encryptable } from '../../domain/content-cipher.ts'
import type { Channel, MessageContent } from '../../domain/message.ts'
import type { Fallback } from '../../domain/template.ts'
import type { Db } from '../engine/database.ts'

/**
 * Stores the message that the capture transport got, and the content that it was written from: the ledger
 * deletes the content when the message is finished. A message is stored once, and not at all if its
 * recipient was erased meanwhile.
 */
export async function saveCaptured(db: Db, message: CapturedMessage, at: Date): Promise<void> {
  await sql`
    insert into bellhop.captured_messages
      (message_id, channel, recipient, captured_at, content, source, instance_id)
    select id, channel, ${message.to}::text, ${at}::timestamptz,
      ${JSON.stringify(message)}::text::jsonb, content, instance_id
    from bellhop.messages
    where id = ${message.id}::uuid and recipient is not null
    on conflict (message_id) do nothing`.execute(db)
}

export interface CapturedFilter {
  readonly to?: string | undefined
  readonly channel?: Channel | undefined
  readonly slug?: string | undefined
  readonly instanceId?: string | undefined
  readonly since?: Date | undefined
  readonly limit: number
}

export interface KeptMessage extends CapturedMessage {
  readonly capturedAt: Date
  /** Null if an earlier version captured the message. */
  readonly instanceId: string | null
}

/** The captured messages, newest first, with when they were captured. */
export async function listCaptured(db: Db, filter: CapturedFilter): Promise<KeptMessage[]> {
  let query = db.selectFrom('capturedMessages').select(['content', 'capturedAt', 'instanceId'])
  if (filter.to) query = query.where(sql`lower(recipient)`, '=', sql`lower(${filter.to})`)
  if (filter.channel) query = query.where('channel', '=', filter.channel)
  if (filter.slug) query = query.where(sql<string>`content->>'slug'`, '=', filter.slug)
  if (filter.instanceId) query = query.where('instanceId', '=', filter.instanceId)
  if (filter.since) query = query.where('capturedAt', '>=', filter.since)
  const rows = await query
    .orderBy('capturedAt', 'desc')
    .orderBy('messageId', 'desc')
    .limit(filter.limit)
    .execute()
  return rows.map(({ content, ...row }) => ({ ...content, ...row }))
}

/** A captured message, and how it was written. */
export interface CapturedEntry {
  readonly message: KeptMessage
  /** Null if an earlier version captured the message, or if the key of the content is missing. */
  readonly source: MessageContent | null
  /** Null if the ledger has deleted the message. */
  readonly ledger: {
    readonly locale: string | null
    readonly template: string | null
    readonly fallback: Fallback | null
    readonly example: boolean
    readonly occurredAt: Date
    readonly expiresAt: Date
  } | null
}

/** A captured message by its id; null if there is none. */
export async function findCaptured(
  db: Db,
  id: string,
  decrypt: (source: Encryptable<MessageContent>) => MessageContent,
): Promise<CapturedEntry | null> {
  const row = await db
    .selectFrom('capturedMessages as c')
    .leftJoin('messages as m', 'm.id', 'c.messageId')
    .select(['c.content', 'c.capturedAt', 'c.instanceId', 'c.source'])
    .select(['m.locale', 'm.template', 'm.fallback', 'm.example', 'm.occurredAt', 'm.expiresAt'])
    .where('c.messageId', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const { locale, template, fallback, example, occurredAt, expiresAt } = row
  return {
    message: { ...row.content, capturedAt: row.capturedAt, instanceId: row.instanceId },
    source: row.source === null ? null : decrypted(JSON.parse(row.source), decrypt),
    ledger:
      example === null || occurredAt === null || expiresAt === null
        ? null
        : { locale, template, fallback, example, occurredAt, expiresAt },
  }
}

// If its key is missing, the message itself can still be shown.
function decrypted(
  source: Encryptable<MessageContent>,
  decrypt: (source: Encryptable<MessageContent>) => MessageContent,
): MessageContent | null {
  try {
    return decrypt(source)
  } catch {
    return null
  }
}

/** Changes whenever a message is captured or deleted. */
export async function outboxMark(db: Db): Promise<string> {
  const { count, newest } = await db
    .selectFrom('capturedMessages')
    .select((of) => [of.fn.countAll<string>().as('count'), of.fn.max('capturedAt').as('newest')])
    .executeTakeFirstOrThrow()
  return `${count}-${(newest as Date | null)?.getTime() ?? 0}`
}

/** Deletes all captured messages and returns their number. */
export async function clearCaptured(db: Db): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('capturedMessages').executeTakeFirst()
  return Number(numDeletedRows)
}

/** How many messages were captured after the mark was made; 0 if it is not a mark. */
export async function countCapturedAfter(db: Db, mark: string): Promise<number> {
  const newest = Number(/^\d+-(\d{1,15})$/.exec(mark)?.[1] ?? Number.NaN)
  if (Number.isNaN(newest)) return 0
  const { count } = await db
    .selectFrom('capturedMessages')
    .select((of) => of.fn.countAll<string>().as('count'))
    .where('capturedAt', '>', new Date(newest))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Deletes one captured message. Returns whether there was one. */
export async function deleteCaptured(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('capturedMessages')
    .where('messageId', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
