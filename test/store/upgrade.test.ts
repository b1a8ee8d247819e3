import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { openPgliteInstance } from '../../src/store/database.ts'
import { readWaiting } from '../../src/store/waiting.ts'

const EARLIER = [
  '0001-ledger',
  '0002-locale-hints',
  '0003-operations',
  '0004-pages',
  '0005-alerts',
].map((name) => `${name}.sql`)
const MIGRATIONS = new URL('../../src/store/migrations/', import.meta.url)

it('a database of the version before keeps its contents, and its claims are given back', async () => {
  const pglite = await PGlite.create()
  await pglite.exec(
    'create schema bellhop; create table bellhop.migrations (name text primary key)',
  )
  for (const name of EARLIER) {
    await pglite.exec(await readFile(new URL(name, MIGRATIONS), 'utf8'))
    await pglite.query('insert into bellhop.migrations (name) values ($1)', [name])
  }
  const content = { variables: { otp_code: '123456' }, clerk: { subject: 'Your code' } }
  const [waiting, claimed] = [v7(), v7()]
  for (const [id, status] of [
    [waiting, 'queued'],
    [claimed, 'sending'],
  ]) {
    await pglite.query(
      `insert into bellhop.messages (id, channel, slug, kind, instance_id, dedupe_key, recipient,
        example, status, priority, occurred_at, created_at, expires_at, due_at, content, attempt_id,
        lease_until)
      values ($1, 'email', 'verification_code', 'code', 'ins', $4, 'ada@acme.dev', false, $2, 40,
        now(), now(), now() + interval '10 minutes', now(), $3, gen_random_uuid(), now())`,
      [id, status, content, `ins:${status}`],
    )
  }
  await pglite.query(
    `insert into bellhop.captured_messages (message_id, channel, recipient, captured_at, content, source)
    values ($1, 'email', 'ada@acme.dev', now(), '{}', $2)`,
    [waiting, content],
  )
  const { db, close } = await openPgliteInstance(pglite)
  const found = await readWaiting(db, [waiting, claimed], new Date())
  expect(new Map(found.map((message) => [message.id, message.content]))).toEqual(
    new Map([
      [waiting, content],
      [claimed, content],
    ]),
  )
  const { rows } = await sql<{ source: string }>`
    select source from bellhop.captured_messages`.execute(db)
  expect(JSON.parse(rows[0]?.source ?? '')).toEqual(content)
  await close()
})
