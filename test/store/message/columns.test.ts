import { sql } from 'kysely'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { type Acceptance, storeAcceptances } from '../../../src/store/message/accept.ts'
import { storeCopies } from '../../../src/store/message/copies.ts'
import { readWaiting } from '../../../src/store/message/waiting.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'

const NOW = new Date('2026-03-01T12:00:00Z')

function accepted(more: object): Acceptance {
  const [svixId, id] = [v7(), v7()]
  const common = { instanceId: 'ins_test', userId: null, occurredAt: NOW, reason: null }
  return {
    event: {
      ...common,
      id: v7(),
      endpoint: 'clerk',
      svixId,
      type: 'email.created',
      receivedAt: NOW,
      outcome: 'accepted',
    },
    message: {
      ...common,
      id,
      channel: 'email',
      slug: 'verification_code',
      kind: 'code',
      dedupeKey: id,
      recipient: 'ada@mail.dev',
      example: false,
      status: 'queued',
      priority: 40,
      createdAt: NOW,
      expiresAt: new Date(NOW.getTime() + 600_000),
      dueAt: NOW,
      content: { variables: {}, clerk: {} },
      finishedAt: null,
      ...more,
    },
    savedUser: null,
    deletedUser: null,
  }
}

it.each(ENGINES)(
  'the statements also store, read and copy a new column of messages, on %s',
  async (engine) => {
    await using home = await createTestDatabase(engine)
    const { db, close } = await home.open()
    const before = accepted({})
    await storeAcceptances(db, [before])
    await sql`alter table bellhop.messages add column reply_to text`.execute(db)

    const acceptance = accepted({ replyTo: 'bob@mail.dev' })
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
