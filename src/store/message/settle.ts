import { sql } from 'kysely'
import { MAY_BE_SENT_AGAIN, type MessageStatus, UNANSWERED } from '../../domain/message.ts'
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
  /** How often another worker has taken it over. Whoever settles must name the number it holds. */
  readonly takeovers: number
  readonly startedAt: Date
}

/** What an attempt, or a look at the message without one, means for the message. */
export interface Settlement {
  readonly id: string
  readonly status: MessageStatus
  readonly reason: string | null
  readonly providerMessageId: string | null
  /** For `queued`: not to be tried before then. */
  readonly dueAt: Date | null
  /** For `queued`: only in a request of its own. */
  readonly solo?: true
  /** For `queued`: it was refused, and it may be its recipient's fault. */
  readonly refusedAt?: Date
  /** For `unknown`: when the provider is to be asked what became of it; without, nobody will. */
  readonly leaseUntil?: Date
}

export interface Settle {
  readonly attemptId: string
  /** The request stays on record as it was made: its outcome is in doubt and will be looked into. */
  readonly stayOpen?: boolean
  readonly takeovers: number
  readonly now: Date
  readonly outcomes: readonly AttemptOutcome[]
  readonly settlements: readonly Settlement[]
}

/**
 * Closes an attempt and moves its messages, in one statement. Returns the ids that moved: none, if
 * another worker has taken the attempt over meanwhile.
 */
export async function settleAttempt(db: Db, settle: Settle): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with closed as (
      update bellhop.attempts set
        finished_at = case when ${settle.stayOpen ?? false}::boolean then null else ${settle.now}::timestamptz end,
        body = case when ${settle.stayOpen ?? false}::boolean then body end,
        outcomes = ${JSON.stringify(settle.outcomes)}::text::jsonb
      where id = ${settle.attemptId}::uuid and finished_at is null and takeovers = ${settle.takeovers}
      returning id
    )
    update bellhop.messages m set ${settledColumns(settle.now)}
    from closed, ${settlementRows(settle.settlements)}
    where m.id = s.id and m.attempt_id = closed.id and m.status in ${anyOf(UNANSWERED)}
    returning m.id`.execute(db)
  return rows.map((row) => row.id)
}

/** Moves messages that nothing can be made of, and that still wait. */
export async function settleUnsent(
  db: Db,
  now: Date,
  settlements: readonly Settlement[],
): Promise<void> {
  await sql`
    update bellhop.messages m set ${settledColumns(now)}
    from ${settlementRows(settlements)}
    where m.id = s.id and m.status = 'queued'`.execute(db)
}

function settlementRows(settlements: readonly Settlement[]) {
  return sql`jsonb_to_recordset(${JSON.stringify(settlements)}::text::jsonb)
    as s(id uuid, status text, reason text, "providerMessageId" text, "dueAt" timestamptz,
      "leaseUntil" timestamptz, solo boolean, "refusedAt" timestamptz)`
}

// Erased while it was being asked for: there is nothing left to ask for again.
const ERASED = sql`(s.status = 'queued' and m.content is null)`

// Queued again, or in doubt and still to be looked into.
const OPEN = sql`(s.status = 'queued' and m.content is not null or s."leaseUntil" is not null)`

// What nobody has got may be sent again by hand until it dies. Codes and links are kept for that only
// where they are encrypted; a notice may go with a link that ends a session.
const RESENDABLE = sql`(s.status in ${anyOf(MAY_BE_SENT_AGAIN)} and (m.content::json->'sealed' is not null
  or m.kind in ('notice', 'welcome') and m.content::json->'variables'->>'revoke_session_url' is null))`

// A finished message loses what was secret about it, and its recipient if the user is gone by now.
function settledColumns(now: Date) {
  return sql`
    status = case when ${ERASED} then 'skipped' else s.status end,
    reason = case when ${ERASED} then 'erased' else s.reason end,
    provider_message_id = coalesce(s."providerMessageId", m.provider_message_id),
    due_at = coalesce(s."dueAt", m.due_at),
    lease_until = s."leaseUntil",
    asking = false,
    solo = coalesce(s.solo, m.solo),
    refused_at = s."refusedAt",
    sent_at = case when s.status = 'sent' then ${now}::timestamptz else m.sent_at end,
    finished_at = case when ${OPEN} then null else ${now}::timestamptz end,
    content = case when ${OPEN} or ${RESENDABLE} then m.content end,
    recipient = case when not (${OPEN}) and bellhop.is_user_deleted(m.instance_id, m.user_id)
      then null else m.recipient end`
}

/**
 * Leaves an attempt open that got no usable answer and may be repeated as it is: its messages stay
 * `sending` until `repeatAt`, when any worker may take it over.
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

/** Says that we are still at it: a slow answer must not look like a dead worker. */
export async function renewLease(
  db: Db,
  attempt: Pick<Attempt, 'id' | 'takeovers'>,
  leaseUntil: Date,
): Promise<void> {
  await sql`
    update bellhop.messages m set lease_until = ${leaseUntil}
    from bellhop.attempts a
    where a.id = ${attempt.id}::uuid and a.takeovers = ${attempt.takeovers} and a.finished_at is null
      and m.id = any(a.message_ids) and m.attempt_id = a.id and m.status = 'sending'`.execute(db)
}

/**
 * Closes attempts whose members were all settled by reports of the provider, before whoever made the
 * request could do it: their bodies must not stay.
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

/** Those of a provider's ids that no message has. */
export async function unclaimed(
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
  const claimed = new Set(rows.map((row) => row.providerMessageId))
  return providerMessageIds.filter((id) => !claimed.has(id))
}
