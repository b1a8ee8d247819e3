import { sql } from 'kysely'
import type { Sealable } from '../../domain/content-cipher.ts'
import type { Channel, MessageContent, MessageKind, MessageSummary } from '../../domain/message.ts'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../engine/database.ts'

/** A message that may be sent now, with all that is needed to write it. */
export interface WaitingMessage {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly recipient: string | null
  readonly example: boolean
  readonly solo: boolean
  readonly locale: string | null
  /** The language of the user that the message belongs to, where we know one. */
  readonly userLocale: string | null
  readonly priority: number
  readonly content: Sealable<MessageContent> | null
  readonly occurredAt: Date
  readonly createdAt: Date
  readonly expiresAt: Date
  /** How many attempts it has been in. */
  readonly attempts: number
}

/** Those of `ids` that are queued and due. They are nobody's yet: `beginAttempt` decides. */
export async function readWaiting(
  db: Db,
  ids: readonly string[],
  now: Date,
): Promise<WaitingMessage[]> {
  const { rows } = await sql<Omit<WaitingMessage, 'content'> & { content: string | null }>`
    select * from bellhop.read_waiting(${ids}, ${now})`.execute(db)
  return rows.map((row) => ({ ...row, content: row.content && JSON.parse(row.content) }))
}

// More at once might take longer than a statement may, and would be tried again and again.
const MOST_EXPIRED = 5_000

/** Closes what is past its expiry and still waits, a few thousand at a time, whether or not a transport runs. */
export async function expireMessages(db: Db, now: Date): Promise<MessageSummary[]> {
  return db
    .updateTable('messages')
    .set({ status: 'expired', finishedAt: now, content: null })
    .where('status', '=', 'queued')
    .where(sql<boolean>`id = any(array(
      select id from bellhop.messages where status = 'queued' and expires_at <= ${now}
      limit ${MOST_EXPIRED}))`)
    .returning(['channel', 'slug', 'kind', 'createdAt'])
    .execute()
}

/**
 * Messages that need a job: due since before `before`, or left by a worker whose lease ended, or in
 * doubt for long enough to ask the provider.
 */
export async function findOverdue(
  db: Db,
  now: Date,
  before: Date,
  limit: number,
): Promise<MessageRef[]> {
  return db
    .selectFrom('messages')
    .select(['id', 'channel', 'priority'])
    .select(sql<boolean>`solo or status <> 'queued'`.as('solo'))
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'queued'), eb('dueAt', '<=', before)]),
        eb('leaseUntil', '<=', now),
      ]),
    )
    .orderBy('priority', 'desc')
    .orderBy('dueAt')
    .limit(limit)
    .execute()
}

/**
 * Ends all leases. For an engine that only one process can have open: whoever held them is gone.
 */
export async function endLeases(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set({ leaseUntil: now })
    .where('leaseUntil', '>', now)
    .where('status', '=', 'sending')
    .execute()
}
