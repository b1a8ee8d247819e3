import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'

const SOURCE = new URL('../../../src/store/engine/schema.ts', import.meta.url)

const inDatabase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The columns in schema.ts as `table.column`, with a `?` if they may be null. */
async function declared(): Promise<string[]> {
  const source = await readFile(SOURCE, 'utf8')
  const fieldsOf = (name: string) => {
    const [, body = ''] =
      new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source) ?? []
    return [...body.matchAll(/^ {2}(\w+): (.+)$/gm)].map(([, field = '', type = '']) => ({
      field: inDatabase(field),
      type,
    }))
  }
  return fieldsOf('Schema').flatMap(({ field: table, type: name }) =>
    fieldsOf(name).map(({ field, type }) => `${table}.${field}${type.includes('null') ? '?' : ''}`),
  )
}

it.each(ENGINES)('schema.ts has the columns of the database on %s', async (engine) => {
  await using home = await createTestDatabase(engine)
  const { db, close } = await home.open()
  const { rows } = await sql<{ column: string }>`
    select table_name || '.' || column_name || case is_nullable when 'YES' then '?' else '' end as column
    from information_schema.columns
    where table_schema = 'bellhop' and table_name not in ('migrations', 'write_check')`.execute(db)
  expect((await declared()).sort()).toEqual(rows.map(({ column }) => column).sort())
  await close()
})
