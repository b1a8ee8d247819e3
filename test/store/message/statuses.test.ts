import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import {
  FIRST_STATUSES,
  MESSAGE_STATUSES,
  TRANSITIONS,
  WITH_PROVIDER,
} from '../../../src/domain/message.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const STORE = new URL('../../../src/store/', import.meta.url)
const DESIGN = new URL('../../../docs/design.md', import.meta.url)

/** `from -> to`, for every transition. */
const DECLARED = [
  ...FIRST_STATUSES.map((to) => `new -> ${to}`),
  ...MESSAGE_STATUSES.flatMap((from) => TRANSITIONS[from].map((to) => `${from} -> ${to}`)),
]

describe.each(ENGINES)('the statuses of messages on %s', (engine) => {
  it('are the only ones that the database accepts', async () => {
    await using home = await createTestDatabase(engine)
    const { db, close } = await home.open()
    const { rows } = await sql<{ definition: string }>`
      select pg_get_constraintdef(oid) as definition from pg_constraint
      where conname = 'messages_status'`.execute(db)
    const accepted = rows[0]?.definition.match(/'\w+'/g)?.map((literal) => literal.slice(1, -1))
    expect(accepted).toEqual([...MESSAGE_STATUSES])
    await expect(addMessage(db, { status: 'lost' as never })).rejects.toThrow('messages_status')
    await close()
  })

  it('follow each other only as listed: the databases of the tests refuse any other change', async () => {
    await using home = await createTestDatabase(engine)
    const { db, close } = await home.open()
    for (const from of MESSAGE_STATUSES) {
      for (const to of MESSAGE_STATUSES) {
        const id = await addMessage(db, { status: from })
        const changed = db
          .updateTable('messages')
          .set({ status: to })
          .where('id', '=', id)
          .execute()
        if (from === to || TRANSITIONS[from].includes(to)) await changed
        else await expect(changed).rejects.toThrow(`from ${from} to ${to}`)
      }
    }
    await close()
  })

  it('change by reports exactly as listed', async () => {
    await using home = await createTestDatabase(engine)
    const { db, close } = await home.open()
    const { rows } = await sql<{ move: string }>`
      select distinct a.status || ' -> ' || b.status as move
      from unnest(${MESSAGE_STATUSES}::text[]) as a(status), unnest(${WITH_PROVIDER}::text[]) as b(status),
        (values (true), (false)) as was(hard), (values (true), (false)) as reported(hard)
      where a.status <> b.status
        and bellhop.report_rank(a.status, was.hard) < bellhop.report_rank(b.status, reported.hard)`.execute(
      db,
    )
    const toReported = DECLARED.filter((move) =>
      WITH_PROVIDER.some((to) => move.endsWith(` ${to}`)),
    )
    expect(rows.map(({ move }) => move).sort()).toEqual(toReported.sort())
    await close()
  })
})

it('docs/design.md shows all transitions and no other', () => {
  const [, states = ''] = /## States\n+```\n([\s\S]*?)```/.exec(readFileSync(DESIGN, 'utf8')) ?? []
  const shown = states
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, from, to = ''] = /^(\w+) +-> (\w+(?: \| \w+)*)/.exec(line) ?? []
      return to.split(' | ').map((one) => `${from} -> ${one}`)
    })
  expect([...new Set(shown)].sort()).toEqual(DECLARED.sort())
})

describe('statements', () => {
  const files = ['message', 'views', 'functions'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, STORE)).map((name) => `${folder}/${name}`),
  )

  it.each(files)('of %s compare a status with those of MESSAGE_STATUSES', (file) => {
    const source = readFileSync(new URL(file, STORE), 'utf8')
    // Lists come from src/domain/message.ts: `anyOf(LIST)`, or `{{LIST}}` in a function.
    expect(source).not.toMatch(/\bstatus (?:not )?in \((?:'\w+'(?:, )?)+\)/)
    const compared = [...source.matchAll(/\bstatus (?:=|<>) '(\w+)'/g)].map(([, name]) => name)
    expect(MESSAGE_STATUSES).toEqual(expect.arrayContaining(compared))
  })
})
