import { readFile } from 'node:fs/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { StartError } from '../../domain/start-error.ts'
import { hasFunctions, putFunctions } from './functions.ts'
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
    refuseNewer(seen, files)
    for (const name of files.filter((file) => !seen.has(file))) {
      const script = await readFile(new URL(name, MIGRATIONS), 'utf8')
      for (const statement of statementsOf(script)) await sql.raw(statement).execute(tx)
      await sql`insert into bellhop.migrations (name) values (${name})`.execute(tx)
    }
    await putFunctions(tx)
  })
}

/** Throws a StartError unless the database has all migrations and functions of this version. Changes nothing. */
export async function requireMigrated(db: Kysely<Schema>): Promise<void> {
  const files = await scriptsIn(MIGRATIONS)
  const seen = await storedMigrations(db).catch((error) => {
    if (isMissing(error)) throw missing('The database has no tables of Bellhop', error)
    throw error
  })
  refuseNewer(seen, files)
  const left = files.filter((name) => !seen.has(name))
  if (left.length > 0) throw missing(`The database lacks ${left.join(', ')}`)
  if (!(await hasFunctions(db)))
    throw missing('The functions in the database are of another version')
}

const missing = (what: string, cause?: unknown) =>
  new StartError(`${what}: run bellhop migrate before this version is deployed.`, { cause })

// PostgreSQL's codes for a schema and a table that do not exist.
const MISSING = ['3F000', '42P01']

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && MISSING.includes(String(error.code))
}

function refuseNewer(seen: ReadonlySet<string>, files: readonly string[]): void {
  const unknown = [...seen].filter((name) => !files.includes(name))
  if (unknown.length === 0) return
  throw new StartError(
    `The database was migrated by a newer version of Bellhop (${unknown.join(', ')}): run that version, or put back a backup from before it.`,
  )
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
  return storedMigrations(tx)
}

async function storedMigrations(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const applied = await sql<{ name: string }>`select name from bellhop.migrations`.execute(db)
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
