import { sql } from 'kysely'
import type { Channel, MessageSummary } from '../../domain/message.ts'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../engine/database.ts'
import {
  OPEN_MESSAGE,
  type OpenMessage,
  type OpenMessageRow,
  toOpenMessage,
} from './open-message.ts'

/**
 * Those of `ids` that are queued and due. Reading them reserves nothing: `beginAttempt` decides which may
 * be sent.
 */
export async function readWaiting(
  db: Db,
  ids: readonly string[],
  now: Date,
): Promise<OpenMessage[]> {
  // Finds by id first. Otherwise the planner prefers the index of queued messages, which still has an
  // entry for every message that was queued since the last vacuum.
  const { rows } = await sql<OpenMessageRow>`
    with asked as materialized (select * from bellhop.messages where id = any(${ids}::uuid[]))
    select ${OPEN_MESSAGE} from asked m where m.status = 'queued' and m.due_at <= ${now}`.execute(
    db,
  )
  return rows.map(toOpenMessage)
}

// More at once could exceed the time limit of a statement, and would fail again each time.
const MOST_EXPIRED = 5_000

/** Ends queued messages that have expired, at most a few thousand at a time. */
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
  return dueOrLeft(db, now, before).limit(limit).execute()
}

/** Messages of a channel that are due, or left by a worker whose lease ended, the most urgent first. */
export async function findDue(
  db: Db,
  now: Date,
  wanted: {
    readonly channel: Channel
    readonly most: number
    readonly minPriority: number
    readonly except: readonly string[]
  },
): Promise<MessageRef[]> {
  const { channel, most, minPriority, except } = wanted
  return dueOrLeft(db, now, now)
    .where('channel', '=', channel)
    .where('priority', '>=', minPriority)
    .where(sql<boolean>`id <> all(${except}::uuid[])`)
    .limit(most)
    .execute()
}

function dueOrLeft(db: Db, now: Date, dueBefore: Date) {
  return db
    .selectFrom('messages')
    .select(['id', 'channel', 'priority'])
    .select(sql<boolean>`solo or status <> 'queued'`.as('solo'))
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'queued'), eb('dueAt', '<=', dueBefore)]),
        eb('leaseUntil', '<=', now),
      ]),
    )
    .orderBy('priority', 'desc')
    .orderBy('dueAt')
}

/**
 * Ends all leases. For an engine that only one process can have open: the process that held them has ended.
 */
export async function endLeases(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set({ leaseUntil: now })
    .where('leaseUntil', '>', now)
    .where('status', '=', 'sending')
    .execute()
}
