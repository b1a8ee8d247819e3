import { readFile } from 'node:fs/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { StartError } from '../../domain/start-error.ts'
import { putFunctions } from './functions.ts'
import type { Schema } from './schema.ts'
import { scriptsIn } from './scripts.ts'

const MIGRATIONS = new URL('../migrations/', import.meta.url)

// Any constant, as long as it stays the same: instances that start together wait for each other.
const ADVISORY_LOCK = 7_205_355

/**
 * Applies the missing migrations in the order of their names, and creates the functions of this version, all
 * in one transaction.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const files = await scriptsIn(MIGRATIONS)
  await db.transaction().execute(async (tx) => {
    // The role may have a time limit, and a migration of a large ledger takes long.
    await sql`set local statement_timeout = 0`.execute(tx)
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(tx)
    const seen = await appliedIn(tx)
    const unknown = [...seen].filter((name) => !files.includes(name))
    if (unknown.length > 0) {
      throw new StartError(
        `The database was migrated by a newer version of Bellhop (${unknown.join(', ')}): run that version, or put back a backup from before it.`,
      )
    }
    for (const name of files.filter((file) => !seen.has(file))) {
      const script = await readFile(new URL(name, MIGRATIONS), 'utf8')
      for (const statement of statementsOf(script)) await sql.raw(statement).execute(tx)
      await sql`insert into bellhop.migrations (name) values (${name})`.execute(tx)
    }
    await putFunctions(tx)
  })
}

async function appliedIn(tx: Transaction<Schema>): Promise<ReadonlySet<string>> {
  const { rows } = await sql`select where to_regclass('bellhop.migrations') is null`.execute(tx)
  // Only then, because `create schema if not exists` needs the right to create one even if it exists.
  if (rows.length > 0) {
    await sql`create schema if not exists bellhop`.execute(tx)
    await sql`create table bellhop.migrations (
      name text primary key, applied_at timestamptz not null default now()
    )`.execute(tx)
  }
  const applied = await sql<{ name: string }>`select name from bellhop.migrations`.execute(tx)
  return new Set(applied.rows.map((row) => row.name))
}

// PGlite's query() accepts only one statement. No statement of the migrations contains a ";".
function statementsOf(script: string): string[] {
  return script
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
