import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Db } from '../../../src/store/engine/database.ts'
import { putFunctions } from '../../../src/store/engine/functions.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../../support/engines.ts'

const HEADER = '(p_value integer) returns integer language plpgsql'
const BODY = '$$ begin return p_value; end $$'

describe.each(ENGINES)('the functions of the database, on %s', (engine) => {
  let folder: string
  let home: TestDatabase
  let database: Database
  let db: Db

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-functions-'))
    home = await createTestDatabase(engine)
    database = await home.open()
    db = database.db
  })
  beforeEach(async () => {
    const { rows } = await sql<{ signature: string }>`
      select oid::regprocedure::text as signature from pg_proc
      where proname in ('echo', 'call_echo')`.execute(db)
    for (const { signature } of rows) await sql.raw(`drop function ${signature}`).execute(db)
  })
  afterAll(async () => {
    await database.close()
    await home[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  async function put(definition: string): Promise<void> {
    await writeFile(join(folder, 'echo.sql'), `create function bellhop.echo${definition};`)
    await db.transaction().execute((tx) => putFunctions(tx, pathToFileURL(`${folder}/`)))
  }

  async function find() {
    const { rows } = await sql<{ oid: number; signature: string; settings: string[] | null }>`
      select oid, pg_get_function_arguments(oid) || ' ' || pg_get_function_result(oid) || ' '
        || provolatile::text as signature, proconfig as settings
      from pg_proc where proname = 'echo' and pronamespace = 'bellhop'::regnamespace`.execute(db)
    return rows
  }

  it.each([
    ['its settings', `${HEADER} set enable_seqscan = off as ${BODY}`, /integer v$/, 1],
    ['its volatility', `${HEADER} stable as ${BODY}`, /integer s$/, 0],
    [
      'the name of an argument',
      `(p_number integer) returns integer language plpgsql as $$ begin return p_number; end $$`,
      /^p_number/,
      0,
    ],
    [
      'the type of an argument',
      `(p_value bigint) returns integer language plpgsql as ${BODY}`,
      /^p_value bigint/,
      0,
    ],
    ['its result', `(p_value integer) returns bigint language plpgsql as ${BODY}`, /bigint v$/, 0],
    [
      'its body',
      `${HEADER} as $$ begin return p_value + 0; end $$`,
      /^p_value integer integer v$/,
      0,
    ],
  ])('are replaced when %s changed', async (_, definition, signature, settings) => {
    await put(`${HEADER} as ${BODY}`)
    await put(definition)
    const found = await find()
    expect(found).toMatchObject([{ signature: expect.stringMatching(signature) }])
    expect(found[0]?.settings ?? []).toHaveLength(settings)
    const { rows } = await sql<{ value: number }>`select bellhop.echo(7)::int as value`.execute(db)
    expect(rows).toEqual([{ value: 7 }])
  })

  it('are replaced if an earlier version created them without a hash', async () => {
    await sql
      .raw(`create function bellhop.echo(p_value text) returns text language sql as 'select null'`)
      .execute(db)
    await put(`${HEADER} as ${BODY}`)
    expect(await find()).toMatchObject([{ signature: 'p_value integer integer v' }])
  })

  it('may call a function whose file comes later', async () => {
    const early = join(folder, 'call_echo.sql')
    await writeFile(
      early,
      `create function bellhop.call_echo() returns integer language sql as 'select bellhop.echo(7)';`,
    )
    await put(`${HEADER} as ${BODY}`)
    await rm(early)
    const { rows } = await sql`select bellhop.call_echo() as value`.execute(db)
    expect(rows).toEqual([{ value: 7 }])
  })

  it('are not replaced if their source is the same', async () => {
    await put(`${HEADER} as ${BODY}`)
    const [before] = await find()
    await put(`${HEADER} as ${BODY}`)
    expect(await find()).toEqual([before])
  })
})
