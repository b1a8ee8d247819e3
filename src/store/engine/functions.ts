import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'
import { scriptsIn } from './scripts.ts'

const FUNCTIONS = new URL('../functions/', import.meta.url)

/**
 * Puts the functions of `folder` into the database: one per file, which has its name. Those that were made
 * from the same source are left alone, because only its owner may replace a function, and who starts us
 * need not be that.
 */
export async function putFunctions(tx: Kysely<Schema>, folder = FUNCTIONS): Promise<void> {
  const { rows } = await sql<{ name: string; signature: string; source: string | null }>`
    select proname as name, oid::regprocedure::text as signature,
      obj_description(oid, 'pg_proc') as source
    from pg_proc where pronamespace = 'bellhop'::regnamespace`.execute(tx)
  // One may call another whose file comes later.
  await sql`set local check_function_bodies = off`.execute(tx)
  for (const file of await scriptsIn(folder)) {
    const script = await readFile(new URL(file, folder), 'utf8')
    const name = file.replace(/\.sql$/, '')
    const source = `Source: sha256 ${createHash('sha256').update(script).digest('hex')}`
    const present = rows.filter((row) => row.name === name)
    if (present.length === 1 && present[0]?.source === source) continue
    // To replace one would fail where the result or the name of a parameter is another, and leave one with
    // other parameters beside it.
    for (const { signature } of present) await sql.raw(`drop function ${signature}`).execute(tx)
    await sql.raw(script).execute(tx)
    await sql.raw(`comment on function bellhop.${name} is '${source}'`).execute(tx)
  }
}
