import { sql } from 'kysely'
import type { Db } from '../../src/store/engine/database.ts'

/** The number of rows of our tables that the work reads. `db` is one connection. */
export async function rowsRead(db: Db, work: () => Promise<void>): Promise<number> {
  await sql`begin`.execute(db)
  const before = await counted(db)
  await work()
  const after = await counted(db)
  await sql`commit`.execute(db)
  return after - before
}

async function counted(db: Db): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_xact_user_tables
    where schemaname = 'bellhop'`.execute(db)
  return rows[0]?.read ?? Number.NaN
}
