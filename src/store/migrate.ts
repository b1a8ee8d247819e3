import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

const MIGRATIONS = new URL('./migrations/', import.meta.url)
const FUNCTIONS = new URL('./functions/', import.meta.url)

// Any constant will do, as long as it stays the same: instances that start together queue up on it.
const ADVISORY_LOCK = 7_205_355

/**
 * Applies the migrations that this database has not seen, in the order of their names, all or none, and
 * replaces the functions that this version has otherwise.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const files = await scriptsIn(MIGRATIONS)
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(tx)
    await sql`create schema if not exists bellhop`.execute(tx)
    await sql`create table if not exists bellhop.migrations (
      name text primary key, applied_at timestamptz not null default now()
    )`.execute(tx)
    const applied = await sql<{ name: string }>`select name from bellhop.migrations`.execute(tx)
    const seen = new Set(applied.rows.map((row) => row.name))
    const unknown = [...seen].filter((name) => !files.includes(name))
    if (unknown.length > 0) {
      throw new Error(
        `The database was migrated by a newer version of Bellhop (${unknown.join(', ')}). Run that version, or restore a backup.`,
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

// Only its owner may replace a function, and who starts us need not be that.
async function putFunctions(tx: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ body: string }>`
    select prosrc as body from pg_proc where pronamespace = 'bellhop'::regnamespace`.execute(tx)
  const there = new Set(rows.map(({ body }) => body))
  for (const name of await scriptsIn(FUNCTIONS)) {
    const script = await readFile(new URL(name, FUNCTIONS), 'utf8')
    const [, body = ''] = script.split('$$')
    if (!there.has(body)) await sql.raw(script).execute(tx)
  }
}

async function scriptsIn(folder: URL): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}

// PGlite's query() takes one statement at a time. Our migrations hold no ";" inside a statement.
function statementsOf(script: string): string[] {
  return script
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
