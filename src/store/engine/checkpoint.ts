import { sql } from 'kysely'
import type { Db } from './database.ts'

/** How much of the log a start after a crash must read at most, apart from that of the last minute. */
const MOST_LOG_BYTES = 32 * 1024 * 1024

/**
 * Does the work of PostgreSQL's checkpointer: it writes the changed tables to the disk, so that the log before
 * is not needed any more. PGlite has no process for it, and its log would grow until it stops. The engine can
 * do nothing else meanwhile, so `syncWritten` first forces most of it to the disk. Returns whether it was needed.
 */
export async function checkpointWhereNeeded(
  db: Db,
  syncWritten: () => Promise<void>,
): Promise<boolean> {
  const { rows } = await sql`
    select from pg_control_checkpoint()
    where pg_current_wal_insert_lsn() - redo_lsn > ${MOST_LOG_BYTES}::int`.execute(db)
  if (rows.length === 0) return false
  await syncWritten()
  await sql`checkpoint`.execute(db)
  return true
}
