import { sql } from 'kysely'
import { type Channel, isHeldBack, type MessageStatus, SKIP_REASONS } from '../../domain/message.ts'
import { maskRecipient } from '../../domain/recipient.ts'
import type { Fallback } from '../../domain/template.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'
import type { AttemptOutcome } from '../engine/schema.ts'

/** A message as it may be displayed: with a masked recipient and without content. */
export interface LedgerMessage {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  readonly instanceId: string
  readonly recipient: string | null
  readonly status: MessageStatus
  readonly reason: string | null
  /** More about the reason: a kind of number, a country, what was limited. */
  readonly detail: string | null
  readonly example: boolean
  readonly locale: string | null
  readonly template: string | null
  readonly fallback: Fallback | null
  readonly provider: string | null
  readonly providerMessageId: string | null
  readonly attempts: number
  readonly occurredAt: Date
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly sentAt: Date | null
  /** When a message that was held back is queued again; null if it is not. */
  readonly releaseAt: Date | null
  /** The original message, if a person sent it again. */
  readonly resendOf: string | null
}

export interface LedgerFilter {
  readonly status?: MessageStatus | undefined
  readonly reason?: string | undefined
  readonly slug?: string | undefined
  readonly channel?: Channel | undefined
  readonly instanceId?: string | undefined
  /** The full address or number, normalised. */
  readonly recipient?: string | undefined
  /** Accepted at or after `from`, and before `to`. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  readonly limit: number
  /** The id of the last message on the page before. */
  readonly cursor?: string | undefined
}

export interface LedgerPage {
  readonly messages: readonly LedgerMessage[]
  readonly nextCursor: string | null
}

const COLUMNS = [
  'id',
  'channel',
  'slug',
  'instanceId as instanceId',
  'recipient',
  'status',
  'reason',
  'detail',
  'example',
  'locale',
  'template',
  'fallback',
  'provider',
  'providerMessageId as providerMessageId',
  'attempts',
  'occurredAt as occurredAt',
  'createdAt as createdAt',
  'expiresAt as expiresAt',
  'dueAt as dueAt',
  'sentAt as sentAt',
  'resendOf as resendOf',
] as const

/** Messages, newest first. Their ids grow with time, so the id is the cursor. */
export async function listMessages(db: Db, filter: LedgerFilter): Promise<LedgerPage> {
  let query = db.selectFrom('messages').select(COLUMNS)
  if (filter.status) query = query.where('status', '=', filter.status)
  // Uses the index of messages with a lease.
  if (filter.status === 'sending') query = query.where('leaseUntil', 'is not', null)
  if (filter.reason) query = query.where('reason', '=', filter.reason)
  // Uses the index of skipped messages.
  if (isSkipReason(filter.reason)) query = query.where('status', '=', 'skipped')
  if (filter.slug) query = query.where('slug', '=', filter.slug)
  if (filter.channel) query = query.where('channel', '=', filter.channel)
  if (filter.instanceId) query = query.where('instanceId', '=', filter.instanceId)
  if (filter.recipient) {
    query = query.where(sql`lower(recipient)`, '=', sql`lower(${filter.recipient})`)
  }
  if (filter.from) {
    const floor = idFloor(filter.from, -ID_SLACK_MS)
    query = query.where('createdAt', '>=', filter.from).where('id', '>=', floor)
  }
  if (filter.to) {
    const ceiling = idFloor(filter.to, ID_SLACK_MS)
    query = query.where('createdAt', '<', filter.to).where('id', '<', ceiling)
  }
  if (filter.cursor) query = query.where('id', '<', filter.cursor)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const messages = rows.slice(0, filter.limit).map(toLedger)
  const more = rows.length > filter.limit
  return { messages, nextCursor: more ? (messages.at(-1)?.id ?? null) : null }
}

/** One message with its attempts and reports. */
export interface LedgerEntry {
  readonly message: LedgerMessage
  readonly attempts: readonly {
    readonly id: string
    readonly provider: string
    readonly startedAt: Date
    readonly finishedAt: Date | null
    /** Null while the request is in progress. */
    readonly outcome: AttemptOutcome['kind'] | null
    readonly code: string | null
    /** The provider's sentence about the outcome. */
    readonly detail: string | null
  }[]
  readonly receipts: readonly { readonly status: string; readonly at: Date }[]
}

export async function findMessage(db: Db, id: string): Promise<LedgerEntry | null> {
  const row = await db
    .selectFrom('messages')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const attempts = await db
    .selectFrom('attempts')
    .select(['id', 'provider', 'startedAt', 'finishedAt', 'messageIds', 'outcomes'])
    .where(sql<boolean>`message_ids @> array[${id}::uuid]`)
    .orderBy('id')
    .execute()
  const receipts = await db
    .selectFrom('receipts')
    .select(['status', 'at'])
    .where('messageId', '=', id)
    .orderBy('at')
    .execute()
  return {
    message: toLedger(row),
    attempts: attempts.map((attempt) => {
      const outcome = attempt.outcomes?.[attempt.messageIds.indexOf(id)]
      return {
        id: attempt.id,
        provider: attempt.provider,
        startedAt: attempt.startedAt,
        finishedAt: attempt.finishedAt,
        outcome: outcome?.kind ?? null,
        code: outcome?.code ?? null,
        detail: outcome?.detail ?? null,
      }
    }),
    receipts,
  }
}

type Row = Omit<LedgerMessage, 'releaseAt'> & { readonly dueAt: Date }

function toLedger({ dueAt, ...row }: Row): LedgerMessage {
  const isReleased = isHeldBack(row) && row.reason === 'too_many' && dueAt < row.expiresAt
  return {
    ...row,
    releaseAt: isReleased ? dueAt : null,
    recipient: row.recipient === null ? null : maskRecipient(row.recipient),
  }
}

function isSkipReason(reason: string | undefined): boolean {
  return SKIP_REASONS.some((one) => one === reason)
}
