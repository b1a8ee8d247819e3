import { sql } from 'kysely'
import type { Db } from './database.ts'

/**
 * Does the work of PostgreSQL's autovacuum, with the same thresholds: it frees the space of deleted rows and
 * updates the planner's statistics. PGlite has no process for it, and would grow with every content that was
 * deleted. Returns the names of the tables.
 */
export async function vacuumWhereNeeded(db: Db): Promise<string[]> {
  await sql`select pg_stat_force_next_flush()`.execute(db)
  const { rows } = await sql<{ name: string; toast: boolean }>`
    select format('%I.%I', schemaname, relname) as name, schemaname = 'pg_toast' as toast
    from pg_stat_all_tables
    where n_dead_tup > 50 + 0.2 * n_live_tup and schemaname not in ('pg_catalog', 'information_schema')
    order by 1`.execute(db)
  for (const { name, toast } of rows) {
    await sql.raw(`vacuum ${toast ? '' : '(analyze)'} ${name}`).execute(db)
  }
  return rows.map(({ name }) => name)
}
