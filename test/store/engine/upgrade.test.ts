import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Database } from '../../../src/store/engine/database.ts'
import { openPgliteInstance } from '../../../src/store/engine/open-pglite.ts'
import { openPostgres } from '../../../src/store/engine/open-postgres.ts'
import { readWaiting } from '../../../src/store/message/waiting.ts'
import { ENGINES, type Engine, loadPglite } from '../../support/engines.ts'
import { administer, databaseUrl } from '../../support/postgres-server.ts'

const MIGRATIONS = new URL('../../../src/store/migrations/', import.meta.url)
const FUNCTIONS = new URL('../../../src/store/functions/', import.meta.url)
const FILES = readdirSync(MIGRATIONS).sort()
const CONTENT = { variables: { otp_code: '123456' }, clerk: { subject: 'Your code' } }

/** A database in which no version has made its tables, and which can be opened by this version. */
interface Bare extends AsyncDisposable {
  run(script: string): Promise<unknown>
  query(statement: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  open(): Promise<Database>
}

async function bare(engine: Engine): Promise<Bare> {
  if (engine === 'pglite') {
    const pglite = await loadPglite('barePgliteFiles')
    return {
      run: (script) => pglite.exec(script),
      query: (statement, values) => pglite.query(statement, values),
      // The next test uses the same engine.
      open: async () => ({ ...(await openPgliteInstance(pglite)), close: async () => {} }),
      [Symbol.asyncDispose]: () => pglite.close(),
    }
  }
  const server = inject('postgres')?.url ?? ''
  const name = `bellhop_upgrade_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database "${name}"`)
  const connectionString = databaseUrl(server, name)
  const client = new pg.Client({ connectionString })
  await client.connect()
  return {
    run: (script) => client.query(script),
    query: (statement, values) => client.query(statement, values),
    open: () => openPostgres(connectionString, { onError: () => {} }),
    async [Symbol.asyncDispose]() {
      await client.end()
      await administer(server, `drop database "${name}" with (force)`)
    },
  }
}

/** Makes the tables as the version did whose last migration was the one at `last`. */
async function asOf(database: Bare, last: number): Promise<void> {
  await database.run('drop schema if exists bellhop cascade')
  await database.run(
    'create schema bellhop; create table bellhop.migrations (name text primary key)',
  )
  for (const name of FILES.slice(0, last + 1)) {
    await database.run(await readFile(new URL(name, MIGRATIONS), 'utf8'))
    await database.query('insert into bellhop.migrations (name) values ($1)', [name])
  }
  // With the body of today's functions and another header: an upgrade must notice the difference.
  for (const file of readdirSync(FUNCTIONS)) {
    const [, body] = (await readFile(new URL(file, FUNCTIONS), 'utf8')).split('$$')
    await database.run(
      `set check_function_bodies = off;
      create function bellhop.${file.replace('.sql', '')}() returns void language plpgsql as $$${body}$$`,
    )
  }
}

const VALUES: Readonly<Record<string, string>> = {
  text: `'filled'`,
  boolean: 'true',
  uuid: 'gen_random_uuid()',
  jsonb: `'{}'`,
  'timestamp with time zone': 'now()',
  date: 'now()',
  ARRAY: `'{}'`,
}

/** Puts a row into every table except those in `filled`. Columns that may be null stay null. */
async function fillTheOthers(database: Bare, filled: readonly string[]): Promise<string[]> {
  const { rows } = await database.query(
    `select c.table_name as "table", c.column_name as "column", c.data_type as type
    from information_schema.columns c
    where c.table_schema = 'bellhop' and c.is_nullable = 'NO' and c.column_default is null
    order by c.ordinal_position`,
  )
  const columns = rows as { table: string; column: string; type: string }[]
  const tables = [...new Set(columns.map(({ table }) => table))].filter(
    (table) => !['migrations', ...filled].includes(table),
  )
  // A row may name one of another table that has none yet.
  await database.query(`set session_replication_role = 'replica'`)
  for (const table of tables) {
    const own = columns.filter((column) => column.table === table)
    await database.query(
      `insert into bellhop.${table} (${own.map(({ column }) => column).join(', ')})
      values (${own.map(({ type }) => VALUES[type] ?? '1').join(', ')})`,
    )
  }
  await database.query(`set session_replication_role = 'origin'`)
  return tables
}

describe.each(ENGINES)('an upgrade on %s', (engine) => {
  let database: Bare

  beforeAll(async () => {
    database = await bare(engine)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  it.each(FILES.map((name, index) => ({ name, index })))(
    'keeps the rows of a database whose last migration was $name',
    async ({ index }) => {
      await asOf(database, index)
      const [waiting, claimed] = [v7(), v7()]
      for (const [id, status] of [
        [waiting, 'queued'],
        [claimed, 'sending'],
      ]) {
        await database.query(
          `insert into bellhop.messages (id, channel, slug, kind, instance_id, dedupe_key, recipient,
            example, status, priority, occurred_at, created_at, expires_at, due_at, content, attempt_id,
            lease_until)
          values ($1, 'email', 'verification_code', 'code', 'ins', $4, 'ada@acme.dev', false, $2, 40,
            now(), now(), now() + interval '10 minutes', now(), $3, gen_random_uuid(), now())`,
          [id, status, JSON.stringify(CONTENT), `ins:${status}`],
        )
      }
      await database.query(
        `insert into bellhop.captured_messages (message_id, channel, recipient, captured_at, content)
        values ($1, 'email', 'ada@acme.dev', now(), '{}')`,
        [waiting],
      )
      const hasSource = FILES[index] !== undefined && FILES[index] >= '0003'
      if (hasSource) {
        await database.query('update bellhop.captured_messages set source = $1', [
          JSON.stringify(CONTENT),
        ])
      }
      const others = await fillTheOthers(database, ['messages', 'captured_messages'])

      const { db, close } = await database.open()
      const found = await readWaiting(db, [waiting, claimed], new Date())
      const isOld = FILES[index] !== undefined && FILES[index] < '0006'
      // Since 0006 a message in `sending` belongs to a stored attempt, and this one has none.
      const kept = isOld ? [waiting, claimed] : [waiting]
      expect(new Map(found.map((message) => [message.id, message.content]))).toEqual(
        new Map(kept.map((id) => [id, CONTENT])),
      )
      const captured = await db.selectFrom('capturedMessages').select('source').execute()
      expect(captured.map(({ source }) => source && JSON.parse(source))).toEqual([
        hasSource ? CONTENT : null,
      ])
      for (const table of others) {
        const { rows } = await sql
          .raw<{ count: number }>(`select count(*)::int from bellhop.${table}`)
          .execute(db)
        expect(rows, table).toEqual([{ count: 1 }])
      }
      await close()
    },
  )

  it('keeps the complaints and the hard bounces that were reported before', async () => {
    await asOf(
      database,
      FILES.findIndex((name) => name.startsWith('0011')),
    )
    const about = v7()
    await database.query(
      `insert into bellhop.suppressions (channel, address, reason, source, since, message_id, scope)
      values ('email', 'a@mail.dev', 'complaint', 'resend', '2026-03-01', $1, 'unasked'),
        ('email', 'b@mail.dev', 'bounce', 'resend', '2026-03-01', null, 'all')`,
      [about],
    )
    await database.run(
      `insert into bellhop.receipts
        (id, provider, provider_event_id, message_id, status, at, received_at, detail)
      select gen_random_uuid(), 'any', n, gen_random_uuid(), status, now(), now(), detail
      from (values ('1', 'complained', null), ('2', 'bounced', 'Permanent/General'),
        ('3', 'bounced', 'Transient/MailboxFull'), ('4', 'bounced', null),
        ('5', 'undelivered', '30005'), ('6', 'undelivered', '30003'), ('7', 'delivered', null)
      ) as r(n, status, detail)`,
    )
    const { db, close } = await database.open()
    const receipts = await db
      .selectFrom('receipts')
      .select('suppress')
      .orderBy('providerEventId')
      .execute()
    expect(receipts.map(({ suppress }) => suppress)).toEqual([
      'complaint',
      'bounce',
      null,
      null,
      'bounce',
      null,
      null,
    ])
    const suppressions = await db
      .selectFrom('suppressions')
      .selectAll()
      .orderBy('address')
      .execute()
    expect(suppressions).toMatchObject([
      { complainedAt: expect.any(Date), complainedAbout: about },
      { complainedAt: null, complainedAbout: null },
    ])
    expect(suppressions[0]?.complainedAt).toEqual(suppressions[0]?.since)
    await close()
  })
})
