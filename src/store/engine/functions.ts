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
  const { rows } = await sql<{ name: string; signature: string; source: string | null }>`
    select proname as name, oid::regprocedure::text as signature,
      obj_description(oid, 'pg_proc') as source
    from pg_proc where pronamespace = 'bellhop'::regnamespace`.execute(tx)
  // A function may call another whose file comes later.
  await sql`set local check_function_bodies = off`.execute(tx)
  for (const file of await scriptsIn(folder)) {
    const script = withLists(await readFile(new URL(file, folder), 'utf8'))
    const name = file.replace(/\.sql$/, '')
    const source = `Source: sha256 ${createHash('sha256').update(script).digest('hex')}`
    const present = rows.filter((row) => row.name === name)
    if (present.length === 1 && present[0]?.source === source) continue
    // `create or replace` fails if the result or the name of a parameter has changed, and leaves the old
    // function in place if the parameters have other types.
    for (const { signature } of present) await sql.raw(`drop function ${signature}`).execute(tx)
    await sql.raw(script).execute(tx)
    await sql.raw(`comment on function bellhop.${name} is '${source}'`).execute(tx)
  }
}

// Replaces `{{NAME}}` by a list of statuses.
function withLists(script: string): string {
  return script.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const statuses = STATUS_LISTS[name]
    if (!statuses) throw new Error(`STATUS_LISTS has no list ${name}`)
    return statuses.map((status) => `'${status}'`).join(', ')
  })
}
