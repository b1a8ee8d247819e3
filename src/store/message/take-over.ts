import { sql } from 'kysely'
import { type Channel, NEVER_SENT, UNANSWERED } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import { lockAttempts, NEWER_CODE_WAITS_MS } from './begin.ts'
import {
  OPEN_MESSAGE,
  type OpenMessage,
  type OpenMessageRow,
  toOpenMessage,
} from './open-message.ts'
import { anyOf } from './rules.ts'
import { type Attempt, renewLease } from './settle.ts'

/** An attempt that was left open, with its messages in the order of the request. */
export interface AbandonedAttempt extends Attempt {
  readonly messages: readonly AbandonedMessage[]
}

export interface AbandonedMessage extends OpenMessage {
  /**
   * Must not be sent any more: its recipient was erased or suppressed meanwhile, or a newer code or link
   * of the same kind is on its way to the same person, or no longer waits for this one.
   */
  readonly mustNotBeSent: boolean
}

/**
 * Takes over the open attempts of the messages `ids` whose lease has ended. From now on only the returned
 * `takeovers` can settle them.
 */
export async function takeOverAttempts(
  db: Db,
  channel: Channel,
  ids: readonly string[],
  now: Date,
  leaseUntil: Date,
): Promise<AbandonedAttempt[]> {
  return db.transaction().execute(async (tx) => {
    await lockAttempts(tx, channel)
    // An earlier version may have left messages without an attempt, if it died between two statements.
    await sql`
      update bellhop.messages m set status = 'queued', attempt_id = null, lease_until = null
      where m.id = any(${ids}::uuid[]) and m.status = 'sending' and m.lease_until <= ${now}
        and not exists (select from bellhop.attempts a where a.id = m.attempt_id)`.execute(tx)
    const { rows: attempts } = await sql<Attempt>`
      update bellhop.attempts a set takeovers = a.takeovers + 1
      where a.finished_at is null and a.id in (
        select attempt_id from bellhop.messages
        where id = any(${ids}::uuid[]) and status in ${anyOf(UNANSWERED)} and lease_until <= ${now}
      )
      returning a.id, a.provider, a.idempotency_key,
        a.message_ids, a.body, a.takeovers, a.started_at`.execute(tx)
    const taken: AbandonedAttempt[] = []
    for (const attempt of attempts) {
      const messages = await takeMembers(tx, channel, attempt, now, leaseUntil)
      if (messages.length > 0) taken.push({ ...attempt, messages })
    }
    return taken
  })
}

/** Extends a lease that has ended. False if another worker has taken the attempt over meanwhile. */
export async function regainLease(
  db: Db,
  channel: Channel,
  attempt: Pick<Attempt, 'id' | 'takeovers'>,
  leaseUntil: Date,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // Nobody takes it over between the look and the change.
    await lockAttempts(tx, channel)
    return renewLease(tx, attempt, leaseUntil)
  })
}

async function takeMembers(
  tx: Db,
  channel: Channel,
  attempt: Attempt,
  now: Date,
  leaseUntil: Date,
): Promise<AbandonedMessage[]> {
  const newerNoLongerWaits = attempt.startedAt.getTime() <= now.getTime() - NEWER_CODE_WAITS_MS
  const { rows } = await sql<OpenMessageRow & Pick<AbandonedMessage, 'mustNotBeSent'>>`
    update bellhop.messages m set lease_until = ${leaseUntil}, asking = m.status = 'sending'
    where m.id = any(${attempt.messageIds}::uuid[])
      and m.attempt_id = ${attempt.id}::uuid and m.status in ${anyOf(UNANSWERED)}
    returning ${OPEN_MESSAGE},
      m.recipient is null
      or bellhop.is_suppressed(${channel}, m.recipient, m.kind, m.id, ${now})
      or m.kind in ('code', 'link') and exists (
        select from bellhop.messages n
        where bellhop.is_of_same_kind(n, m) and n.occurred_at > m.occurred_at
          and n.status not in ${anyOf(NEVER_SENT)}
          and (n.status <> 'queued' or ${newerNoLongerWaits}::boolean)
      ) as must_not_be_sent`.execute(tx)
  const byId = new Map(rows.map((row) => [row.id, toOpenMessage(row)]))
  return attempt.messageIds.flatMap((id) => byId.get(id) ?? [])
}
