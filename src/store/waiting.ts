import { sql } from 'kysely'
import type { Channel, MessageContent, MessageKind } from '../domain/message.ts'
import type { Sealable } from '../domain/vault.ts'
import type { Db } from './database.ts'

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
  readonly user_locale: string | null
  readonly priority: number
  readonly content: Sealable<MessageContent> | null
  readonly occurred_at: Date
  readonly created_at: Date
  readonly expires_at: Date
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
    with ${byId(ids)}
    select m.id, m.channel, m.slug, m.kind, m.recipient, m.example, m.solo, m.locale,
      (select u.locale from bellhop.users u where u.id = m.user_id) as user_locale,
      m.priority, m.content, m.occurred_at, m.created_at, m.expires_at, m.attempts
    from asked m
    where m.status = 'queued' and m.due_at <= ${now}`.execute(db)
  return rows.map((row) => ({ ...row, content: row.content && JSON.parse(row.content) }))
}

/**
 * The messages with these ids, as `asked`, before anything else is asked of them. Left to itself the
 * planner prefers an index of the few that wait, where the many that waited before are still entered
 * until the next vacuum: thousands of dead entries for each look.
 */
export function byId(ids: readonly string[], locking = sql``) {
  return sql`asked as materialized (
    select * from bellhop.messages where id = any(${ids}::uuid[]) ${locking}
  )`
}

/** A message that has died in the queue. */
export interface Expired {
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly acceptedAt: Date
}

/** Closes what is past its expiry and still waits, whether or not a transport runs. */
export async function expireMessages(db: Db, now: Date): Promise<Expired[]> {
  return db
    .updateTable('messages')
    .set({ status: 'expired', finished_at: now, content: null })
    .where('status', '=', 'queued')
    .where('expires_at', '<=', now)
    .returning(['channel', 'slug', 'kind', 'created_at as acceptedAt'])
    .execute()
}

/** A message that somebody should look at. */
export interface Overdue {
  readonly id: string
  readonly channel: Channel
  readonly priority: number
  readonly solo: boolean
}

/**
 * Messages that somebody should be looking at: due since before `before`, or left by a worker whose
 * lease ended, or in doubt for long enough to ask the provider.
 */
export async function findOverdue(
  db: Db,
  now: Date,
  before: Date,
  limit: number,
): Promise<Overdue[]> {
  return db
    .selectFrom('messages')
    .select(['id', 'channel', 'priority'])
    .select(sql<boolean>`solo or status <> 'queued'`.as('solo'))
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'queued'), eb('due_at', '<=', before)]),
        eb('lease_until', '<=', now),
      ]),
    )
    .orderBy('priority', 'desc')
    .orderBy('due_at')
    .limit(limit)
    .execute()
}

/**
 * Ends all leases. For an engine that only one process can have open: whoever held them is gone.
 */
export async function endLeases(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set({ lease_until: now })
    .where('lease_until', '>', now)
    .where('status', '=', 'sending')
    .execute()
}
