import { sql } from 'kysely'
import type { CapturedMessage } from '../../domain/captured-message.ts'
import type { Channel } from '../../domain/message.ts'
import type { Fallback } from '../../domain/template.ts'
import type { Db } from '../engine/database.ts'
import type { KeptMessage } from './captured-messages.ts'

/** A captured message in a list, and why it has Clerk's own text, if it has. */
export interface ListedMessage extends KeptMessage {
  readonly fallback: Fallback | null
}

export interface OutboxFilter {
  /** Part of an address, a slug, a subject, a code, or the text of a message. */
  readonly search?: string | undefined
  readonly channel?: Channel | undefined
  readonly instanceId?: string | undefined
  /** The id of the last message on the page before. */
  readonly before?: string | undefined
  readonly limit: number
}

export interface CapturedPage {
  readonly messages: readonly ListedMessage[]
  /** `before` of the next page; null if this is the last. With a search there may be none on this page. */
  readonly next: string | null
}

/** A search reads whole messages, so it ends after this many, and the next page continues there. */
export const SEARCHED_AT_ONCE = 2_000

/** The captured messages for a list, newest first: without the bodies of emails. */
export async function searchCaptured(db: Db, filter: OutboxFilter): Promise<CapturedPage> {
  const { search, limit } = filter
  const from = search ? newest(db, filter).limit(SEARCHED_AT_ONCE) : newest(db, filter)
  let query = db
    .selectFrom(from.as('c'))
    .leftJoin('messages as m', 'm.id', 'c.messageId')
    .select(['c.capturedAt', 'c.instanceId', 'm.fallback'])
    .select(sql<CapturedMessage>`c.content - 'html' - 'text'`.as('content'))
  if (search) query = query.where(contains(search))
  const rows = await query
    .orderBy('c.capturedAt', 'desc')
    .orderBy('c.messageId', 'desc')
    .limit(limit + 1)
    .execute()
  const messages = rows.slice(0, limit).map(({ content, ...row }) => ({ ...content, ...row }))
  if (rows.length > limit) return { messages, next: messages.at(-1)?.id ?? null }
  return { messages, next: search ? await lastSearched(db, filter) : null }
}

function newest(db: Db, { channel, instanceId, before }: OutboxFilter) {
  let query = db
    .selectFrom('capturedMessages as k')
    .select(['k.messageId', 'k.recipient', 'k.capturedAt', 'k.instanceId', 'k.content'])
  if (channel) query = query.where('k.channel', '=', channel)
  if (instanceId) query = query.where('k.instanceId', '=', instanceId)
  if (before) {
    query = query.where(
      sql<boolean>`(k.captured_at, k.message_id) < (
        select captured_at, message_id from bellhop.captured_messages where message_id = ${before}::uuid)`,
    )
  }
  return query.orderBy('k.capturedAt', 'desc').orderBy('k.messageId', 'desc')
}

function contains(search: string) {
  const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  const slug = like.replaceAll(' ', '\\_')
  return sql<boolean>`(c.recipient ilike ${like} or c.content->>'slug' ilike ${like}
    or c.content->>'slug' ilike ${slug} or c.content->>'code' ilike ${like}
    or c.content->>'subject' ilike ${like} or c.content->>'body' ilike ${like}
    or c.content->>'text' ilike ${like})`
}

/** The id of the last message that a search has read, if there are older ones. */
async function lastSearched(db: Db, filter: OutboxFilter): Promise<string | null> {
  const [last, older] = await newest(db, filter)
    .clearSelect()
    .select('k.messageId')
    .offset(SEARCHED_AT_ONCE - 1)
    .limit(2)
    .execute()
  return last && older ? last.messageId : null
}
