import { type QueryResult, sql } from 'kysely'
import type { Db } from '../engine/database.ts'
import { idFloor } from '../engine/first-uuid-at.ts'

// Whoever adds holds it alone; whoever erases shares it.
const LOCK = 7_205_358

/** Statements of other instances that began earlier may still store messages with older ids. */
const SETTLED_AFTER_MS = 120_000

/**
 * Adds the recipients of the next `most` messages to the table that is searched for parts of addresses.
 * Returns the number of messages; 0 if there are no more, or if somebody else adds or erases right now.
 */
export async function addRecipients(db: Db, now: Date, most: number): Promise<number> {
  const before = idFloor(new Date(now.getTime() - SETTLED_AFTER_MS))
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(${LOCK}) as free`.execute(tx)
    if (!lock.rows[0]?.free) return 0
    const { rows } = await sql<{ taken: number }>`
      with taken as materialized (
        select id, recipient from bellhop.messages
        where id > (select message_id from bellhop.recipients_mark) and id < ${before}::uuid
        order by id limit ${most}
      ),
      added as (
        insert into bellhop.recipients (address)
        select distinct lower(recipient) from taken where recipient is not null
        on conflict do nothing
      ),
      moved as (
        update bellhop.recipients_mark
        set message_id = (select id from taken order by id desc limit 1)
        where exists (select from taken)
      )
      select count(*)::int as taken from taken`.execute(tx)
    return rows[0]?.taken ?? 0
  })
}

/**
 * Removes those of the addresses that no message has. To be called after the messages were changed, in the same
 * transaction: nobody adds an address that is just being erased.
 */
export async function forgetRecipients(tx: Db, addresses: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${LOCK})`.execute(tx)
  await sql`
    delete from bellhop.recipients r
    where r.address = any(array(select lower(a) from unnest(${addresses}::text[]) as a))
      and not exists (select from bellhop.messages m where lower(m.recipient) = r.address)`.execute(
    tx,
  )
}

interface Step {
  readonly last: string | null
  readonly deleted: number
}

/** Removes all addresses that no message has, `most` at a time. Returns their number. */
export async function deleteStrayRecipients(
  db: Db,
  most: number,
  signal?: AbortSignal,
): Promise<number> {
  let deleted = 0
  let from: string | null = ''
  while (from !== null && !signal?.aborted) {
    const { rows }: QueryResult<Step> = await sql<Step>`
      with looked as materialized (
        select address from bellhop.recipients where address > ${from} order by address limit ${most}
      ),
      gone as (
        delete from bellhop.recipients r using looked l
        where r.address = l.address
          and not exists (select from bellhop.messages m where lower(m.recipient) = r.address)
        returning 1
      )
      select (select max(address) from looked) as last, (select count(*)::int from gone) as deleted`.execute(
      db,
    )
    from = rows[0]?.last ?? null
    deleted += rows[0]?.deleted ?? 0
  }
  return deleted
}
