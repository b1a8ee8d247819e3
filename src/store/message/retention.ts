import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'
import { idFloor } from '../engine/first-uuid-at.ts'
import { deleteStrayRecipients } from './recipients.ts'

const MOST = 5_000

/**
 * Deletes what is older than `before`, a few thousand rows at a time, so that nothing waits long: finished
 * messages that have expired, with their attempts and receipts, events, and the recipients that no message
 * has. A message that could still be sent is kept, with everything that keeps it from being sent twice.
 * After `signal` is aborted, the rest is deleted the next time. Returns the number of deleted rows.
 */
export async function deleteOlder(
  db: Db,
  times: {
    readonly before: Date
    readonly capturedBefore: Date
    readonly now: Date
    readonly signal?: AbortSignal
  },
): Promise<number> {
  const bound = idFloor(times.before)
  const statements = [
    sql`delete from bellhop.messages where id in (
      select id from bellhop.messages
      where id < ${bound}::uuid and finished_at is not null and expires_at < ${times.now}
      limit ${MOST})`,
    sql`delete from bellhop.attempts where id in (
      select a.id from bellhop.attempts a
      where a.id < ${bound}::uuid and a.finished_at is not null
        and not exists (select from bellhop.messages m where m.id = any(a.message_ids))
      limit ${MOST})`,
    sql`delete from bellhop.receipts where id in (
      select r.id from bellhop.receipts r
      where r.id < ${bound}::uuid
        and not exists (select from bellhop.messages m where m.id = r.message_id)
      limit ${MOST})`,
    sql`delete from bellhop.events where id in (
      select e.id from bellhop.events e
      where e.id < ${bound}::uuid
        and not exists (select from bellhop.messages m where m.id = e.message_id)
      limit ${MOST})`,
    sql`delete from bellhop.audit where id in (
      select id from bellhop.audit where id < ${bound}::uuid limit ${MOST})`,
    sql`delete from bellhop.captured_messages where message_id in (
      select message_id from bellhop.captured_messages where captured_at < ${times.capturedBefore}
      limit ${MOST})`,
  ]
  let total = 0
  for (const statement of statements) {
    while (!times.signal?.aborted) {
      const deleted = Number((await statement.execute(db)).numAffectedRows ?? 0)
      total += deleted
      if (deleted < MOST) break
    }
  }
  await deleteStrayRecipients(db, MOST, times.signal)
  return total
}

/** Deletes the content that failed and unknown messages keep for sending them again, once they have expired. */
export async function wipeDead(db: Db, now: Date): Promise<void> {
  await sql`
    update bellhop.messages set content = null where id = any(array(
      select id from bellhop.messages
      where content is not null and finished_at is not null and expires_at <= ${now}
      limit ${MOST}))`.execute(db)
}
