import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { STATUS_LISTS } from '../message/rules.ts'
import type { Schema } from './schema.ts'
import { scriptsIn } from './scripts.ts'

const FUNCTIONS = new URL('../functions/', import.meta.url)

/**
 * Creates the functions of `folder` in the database: one for each file, with the name of the file. A function
 * with the same source is not replaced, because only its owner may do that, and the user of this process
 * need not be the owner.
 */
export async function putFunctions(tx: Kysely<Schema>, folder = FUNCTIONS): Promise<void> {
  const stored = await storedFunctions(tx)
  // A function may call another whose file comes later.
  await sql`set local check_function_bodies = off`.execute(tx)
  for (const { name, script, source } of await ownFunctions(folder)) {
    const present = stored.filter((row) => row.name === name)
    if (isCurrent(present, source)) continue
    // `create or replace` fails if the result or the name of a parameter has changed, and leaves the old
    // function in place if the parameters have other types.
    for (const { signature } of present) await sql.raw(`drop function ${signature}`).execute(tx)
    await sql.raw(script).execute(tx)
    await sql.raw(`comment on function bellhop.${name} is '${source}'`).execute(tx)
  }
}

/** Whether the database has the functions of this version, and no other version of them. */
export async function hasFunctions(db: Kysely<Schema>): Promise<boolean> {
  const stored = await storedFunctions(db)
  const own = await ownFunctions(FUNCTIONS)
  return own.every(({ name, source }) =>
    isCurrent(
      stored.filter((row) => row.name === name),
      source,
    ),
  )
}

interface StoredFunction {
  readonly name: string
  readonly signature: string
  readonly source: string | null
}

async function storedFunctions(db: Kysely<Schema>): Promise<readonly StoredFunction[]> {
  const { rows } = await sql<StoredFunction>`
    select proname as name, oid::regprocedure::text as signature,
      obj_description(oid, 'pg_proc') as source
    from pg_proc where pronamespace = 'bellhop'::regnamespace`.execute(db)
  return rows
}

function isCurrent(present: readonly StoredFunction[], source: string): boolean {
  return present.length === 1 && present[0]?.source === source
}

async function ownFunctions(folder: URL) {
  const files = await scriptsIn(folder)
  return Promise.all(
    files.map(async (file) => {
      const script = withLists(await readFile(new URL(file, folder), 'utf8'))
      const source = `Source: sha256 ${createHash('sha256').update(script).digest('hex')}`
      return { name: file.replace(/\.sql$/, ''), script, source }
    }),
  )
}

// Replaces `{{NAME}}` by a list of statuses.
function withLists(script: string): string {
  return script.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const statuses = STATUS_LISTS[name]
    if (!statuses) throw new Error(`STATUS_LISTS has no list ${name}`)
    return statuses.map((status) => `'${status}'`).join(', ')
  })
}
