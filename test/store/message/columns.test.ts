import { sql } from 'kysely'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { storeAcceptances } from '../../../src/store/message/accept.ts'
import { storeCopies } from '../../../src/store/message/copies.ts'
import { readWaiting } from '../../../src/store/message/waiting.ts'
import { accepted } from '../../support/acceptance.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'

const NOW = new Date('2026-03-01T12:00:00Z')

it.each(ENGINES)(
  'the statements also store, read and copy a new column of messages, on %s',
  async (engine) => {
    await using home = await createTestDatabase(engine)
    const { db, close } = await home.open()
    const before = accepted(NOW)
    await storeAcceptances(db, [before])
    await sql`alter table bellhop.messages add column reply_to text`.execute(db)

    const acceptance = accepted(NOW, { replyTo: 'bob@mail.dev' })
    expect(await storeAcceptances(db, [acceptance])).toMatchObject([{ kind: 'new' }])
    const id = acceptance.message?.id ?? ''
    expect(await readWaiting(db, [id], NOW)).toMatchObject([{ replyTo: 'bob@mail.dev' }])
    const copyId = v7()
    await storeCopies(db, [{ id, copyId }], NOW)
    expect(await readWaiting(db, [copyId], NOW)).toMatchObject([{ replyTo: 'bob@mail.dev' }])
    expect(await readWaiting(db, [before.message?.id ?? ''], NOW)).toMatchObject([
      { replyTo: null },
    ])
    await close()
  },
)
