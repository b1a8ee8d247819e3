import { sql } from 'kysely'
import { type MessageStatus, UNANSWERED } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import type { AttemptOutcome } from '../engine/schema.ts'
import { anyOf } from './rules.ts'

/** One request to a provider for one or more messages, as it is stored before it is made. */
export interface Attempt {
  readonly id: string
  readonly provider: string
  readonly idempotencyKey: string
  /** In the order of the request. */
  readonly messageIds: readonly string[]
  /** The exact body, as text: a column of type jsonb would not keep the order of its keys. */
  readonly body: string
  /** How often another worker has taken it over. Only the holder of the newest number can settle it. */
  readonly takeovers: number
  readonly startedAt: Date
}

/** The new state of a message after an attempt, or without one. */
export interface Settlement {
  readonly id: string
  readonly status: MessageStatus
  readonly reason: string | null
  readonly providerMessageId: string | null
  /** For `queued`: the next try is not before then. */
  readonly dueAt: Date | null
  /** For `queued`: only in a request of its own. */
  readonly solo?: true
  /** For `queued`: when it was refused, perhaps because of its recipient. */
  readonly refusedAt?: Date
  /** For `unknown`: when to look for the message at the provider. Without it, never. */
  readonly leaseUntil?: Date
}

export interface Settle {
  readonly attemptId: string
  /** Keeps the request, because the provider will be asked for its outcome. */
  readonly stayOpen?: boolean
  readonly takeovers: number
  readonly now: Date
  readonly outcomes: readonly AttemptOutcome[]
  readonly settlements: readonly Settlement[]
}

/**
 * Closes attempts and moves their messages, in one statement, because a commit for each attempt would cost
 * more than the rest. Returns the ids that moved, in the order of the attempts: none of an attempt that
 * another worker has taken over meanwhile.
 */
export async function settleAttempts(db: Db, settles: readonly Settle[]): Promise<string[][]> {
  const { rows } = await sql<{ position: number; id: string }>`
    select position, id from bellhop.settle_group(${JSON.stringify(settles)})`.execute(db)
  const moved = Map.groupBy(rows, ({ position }) => position)
  return settles.map((_, position) => (moved.get(position) ?? []).map(({ id }) => id))
}

/** Settles queued messages without an attempt. */
export async function settleUnsent(
  db: Db,
  now: Date,
  settlements: readonly Settlement[],
): Promise<void> {
  await sql`
    select from bellhop.settle(null, null, null, null, ${JSON.stringify(settlements)}, ${now})`.execute(
    db,
  )
}

/**
 * Keeps an attempt open that got no usable answer and can be repeated: its messages stay `sending` until
 * `repeatAt`, when any worker may take it over.
 */
export async function postponeAttempt(
  db: Db,
  attempt: Pick<Attempt, 'id' | 'takeovers'>,
  repeatAt: Date,
): Promise<void> {
  await sql`
    update bellhop.messages m set lease_until = ${repeatAt}, asking = false
    from bellhop.attempts a
    where a.id = ${attempt.id}::uuid and a.takeovers = ${attempt.takeovers} and a.finished_at is null
      and m.id = any(a.message_ids) and m.attempt_id = a.id and m.status = 'sending'`.execute(db)
}

/**
 * Extends the lease while the request is under way, so that a slow answer does not look like a dead worker. False
 * if another worker has the attempt, or it is settled.
 */
export async function renewLease(
  db: Db,
  attempt: Pick<Attempt, 'id' | 'takeovers'>,
  leaseUntil: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update bellhop.messages m set lease_until = ${leaseUntil}
    from bellhop.attempts a
    where a.id = ${attempt.id}::uuid and a.takeovers = ${attempt.takeovers} and a.finished_at is null
      and m.id = any(a.message_ids) and m.attempt_id = a.id and m.status = 'sending'`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

/**
 * Closes attempts whose messages were all settled by reports, before the worker that made the request
 * could do it: their bodies must not stay.
 */
export async function closeSettledAttempts(db: Db, now: Date): Promise<void> {
  await sql`
    update bellhop.attempts a set finished_at = ${now}, body = null
    where a.finished_at is null and not exists (
      select from bellhop.messages m
      where m.id = any(a.message_ids) and m.attempt_id = a.id
        and m.status in ${anyOf(UNANSWERED)} and m.finished_at is null
    )`.execute(db)
}

/** Those of the provider's ids that belong to no message yet. */
export async function idsWithoutMessage(
  db: Db,
  provider: string,
  providerMessageIds: readonly string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('messages')
    .select('providerMessageId')
    .where('provider', '=', provider)
    .where('providerMessageId', 'in', providerMessageIds)
    .execute()
  const known = new Set(rows.map((row) => row.providerMessageId))
  return providerMessageIds.filter((id) => !known.has(id))
}
