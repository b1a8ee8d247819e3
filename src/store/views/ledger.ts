import { sql } from 'kysely'
import { type Channel, isHeldBack, type MessageStatus } from '../../domain/message.ts'
import { maskRecipient } from '../../domain/recipient.ts'
import type { Fallback } from '../../domain/template.ts'
import type { Db } from '../engine/database.ts'
import type { AttemptOutcome } from '../engine/schema.ts'
import { type LedgerFilter, matches } from './ledger-filter.ts'

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

export interface LedgerPage {
  readonly messages: readonly LedgerMessage[]
  readonly nextCursor: string | null
  /** A search that stopped before it had a full page has seen the messages since then; null: all of them. */
  readonly searchedTo: Date | null
}

/** The columns of a `LedgerMessage`. */
export const LEDGER_COLUMNS = [
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
  const rows = await db
    .selectFrom('messages as m')
    .select(LEDGER_COLUMNS)
    .where(matches(filter))
    .orderBy('m.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return pageOf(rows, filter)
}

/** A page of rows, of which there may be one more than fit. */
export function pageOf(
  rows: readonly LedgerRow[],
  { limit, reveal = false }: Pick<LedgerFilter, 'limit' | 'reveal'>,
): LedgerPage {
  const messages = rows.slice(0, limit).map((row) => toLedger(row, reveal))
  const more = rows.length > limit
  return { messages, nextCursor: more ? (messages.at(-1)?.id ?? null) : null, searchedTo: null }
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
    .select(LEDGER_COLUMNS)
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

/** A row with the columns of a `LedgerMessage`. */
export type LedgerRow = Omit<LedgerMessage, 'releaseAt'> & { readonly dueAt: Date }

/** The message of a row; with the full recipient only if `reveal` says so. */
function toLedger({ dueAt, ...row }: LedgerRow, reveal = false): LedgerMessage {
  const waits = isHeldBack(row) && row.reason === 'too_many' && dueAt < row.expiresAt
  return {
    ...row,
    // An erased message has nobody to go to.
    releaseAt: waits && row.recipient !== null ? dueAt : null,
    recipient: row.recipient === null || reveal ? row.recipient : maskRecipient(row.recipient),
  }
}
