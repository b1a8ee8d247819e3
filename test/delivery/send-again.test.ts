import { v7 } from 'uuid'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSendAgain } from '../../src/delivery/send-again.ts'
import { NO_ENCRYPTION } from '../../src/domain/content-cipher.ts'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import type { Db } from '../../src/store/engine/database.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { ENGINES } from '../support/engines.ts'
import { addFailed, addMessage, CONTENT } from '../support/ledger-rows.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const minutes = (n: number) => new Date(NOW.getTime() + n * 60_000)

describe.each(ENGINES)('sending again on %s', (engine) => {
  const database = databaseForAll(engine)
  let db: Db
  let refs: MessageRef[]
  let now = NOW
  const sendAgain = () =>
    createSendAgain({
      db,
      enqueue: async (more) => void refs.push(...more),
      now: () => now,
      newId: () => v7({ msecs: now.getTime() }),
      cipher: NO_ENCRYPTION,
    })
  const failed = (row: Parameters<typeof addFailed>[1] = {}) =>
    addFailed(db, { createdAt: minutes(-1), ...row })
  const one = (id: string) => sendAgain().one(id, 'token')
  const copiesOf = (id: string) =>
    db.selectFrom('messages').selectAll().where('resendOf', '=', id).execute()

  beforeAll(async () => {
    db = database.db
  })
  beforeEach(async () => {
    refs = []
    now = NOW
    for (const table of ['messages', 'suppressions', 'events', 'audit'] as const) {
      await db.deleteFrom(table).execute()
    }
  })

  it('makes a new message that names the old one, a job and an audit entry', async () => {
    const id = await failed({ locale: 'de', userId: 'user_1' })
    const result = await one(id)
    const [copy] = await copiesOf(id)
    const old = await db
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(result).toEqual({ kind: 'sent_again', messageId: copy?.id })
    expect(copy).toMatchObject({
      status: 'queued',
      dedupeKey: `${old.dedupeKey}:resend:${copy?.id}`,
      content: JSON.stringify(CONTENT),
      createdAt: NOW,
      dueAt: NOW,
      finishedAt: null,
      attempts: 0,
    })
    for (const name of [
      'recipient',
      'expiresAt',
      'occurredAt',
      'priority',
      'locale',
      'userId',
    ] as const) {
      expect(copy?.[name]).toEqual(old[name])
    }
    expect(old).toMatchObject({ status: 'failed', content: JSON.stringify(CONTENT) })
    expect(refs).toMatchObject([{ id: copy?.id, channel: 'email', priority: 40 }])
    expect(await db.selectFrom('audit').selectAll().execute()).toMatchObject([
      { actor: 'token', action: 'resend', messageId: id, at: NOW, detail: `as ${copy?.id}` },
    ])
  })

  it('makes one message for many clicks at once', async () => {
    const id = await failed()
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => one(id)))
    expect(results.filter(({ kind }) => kind === 'sent_again')).toHaveLength(1)
    expect(
      results.filter((result) => result.kind === 'refused' && result.reason === 'resent'),
    ).toHaveLength(4)
    expect(await copiesOf(id)).toHaveLength(1)
  })

  it('makes one message for clicks on the original and on its failed copy', async () => {
    const id = await failed()
    const copy = await failed({ resendOf: id })
    const results = await Promise.all([id, copy, id, copy].map(one))
    expect(results.map(({ kind }) => kind).sort()).toEqual([
      'refused',
      'refused',
      'refused',
      'sent_again',
    ])
  })

  it.each(['queued', 'sending', 'sent', 'delivered', 'unknown', 'complained'] as const)(
    'is refused when a copy is %s',
    async (status) => {
      const id = await failed()
      await addMessage(db, { status, resendOf: id })
      expect(await one(id)).toEqual({ kind: 'refused', reason: 'resent' })
    },
  )

  it.each(['failed', 'expired', 'superseded', 'skipped', 'bounced'] as const)(
    'makes another copy when the first is %s',
    async (status) => {
      const id = await failed()
      await addMessage(db, { status, resendOf: id })
      expect(await one(id)).toMatchObject({ kind: 'sent_again' })
    },
  )

  it('is possible for an unknown message when it is not being looked up any more', async () => {
    const settled = await failed({ status: 'unknown' })
    const open = await failed({ status: 'unknown', finishedAt: null, leaseUntil: minutes(1) })
    expect(await one(settled)).toMatchObject({ kind: 'sent_again' })
    expect(await one(open)).toEqual({ kind: 'refused', reason: 'in_doubt' })
  })

  it.each([
    'queued',
    'sending',
    'sent',
    'delivered',
    'bounced',
    'undelivered',
    'complained',
    'expired',
    'superseded',
    'skipped',
  ] as const)('is refused for a message that is %s', async (status) => {
    expect(await one(await failed({ status }))).toEqual({ kind: 'refused', reason: 'status' })
    expect(refs).toEqual([])
  })

  it('is refused without content, without a recipient, and after the expiry', async () => {
    expect(await one(await failed({ content: null }))).toMatchObject({ reason: 'content_gone' })
    expect(await one(await failed({ recipient: null }))).toMatchObject({ reason: 'erased' })
    expect(await one(await failed({ expiresAt: NOW }))).toMatchObject({ reason: 'dead' })
  })

  it('is refused for a suppressed recipient until the suppression is removed', async () => {
    const id = await failed({ recipient: 'gone@mail.dev' })
    await db
      .insertInto('suppressions')
      .values({
        channel: 'email',
        address: 'gone@mail.dev',
        reason: 'bounced',
        source: 'resend',
        since: NOW,
        messageId: null,
      })
      .execute()
    expect(await one(id)).toEqual({ kind: 'refused', reason: 'suppressed' })
    await db.deleteFrom('suppressions').execute()
    expect(await one(id)).toMatchObject({ kind: 'sent_again' })
  })

  it('is refused when the user was deleted', async () => {
    const id = await failed({ userId: 'user_2' })
    await db
      .insertInto('events')
      .values({
        id: v7(),
        endpoint: 'clerk',
        svixId: 'msg_1',
        type: 'user.deleted',
        instanceId: 'ins_test',
        userId: 'user_2',
        occurredAt: NOW,
        receivedAt: NOW,
        outcome: 'synced',
        reason: null,
        messageId: null,
      })
      .execute()
    expect(await one(id)).toEqual({ kind: 'refused', reason: 'erased' })
  })

  it('never sends an older code after a newer one', async () => {
    const recipient = 'ada@mail.dev'
    const older = await failed({ recipient, createdAt: minutes(-2) })
    const newer = await addMessage(db, { status: 'sent', recipient, createdAt: minutes(-1) })
    expect(await one(older)).toEqual({ kind: 'refused', reason: 'superseded' })
    await db.deleteFrom('messages').where('id', '=', newer).execute()
    await addMessage(db, { status: 'failed', recipient, createdAt: minutes(-1) })
    expect(await one(older)).toMatchObject({ kind: 'sent_again' })
  })

  it('reports that there is no such message', async () => {
    expect(await one(v7())).toEqual({ kind: 'not_found' })
  })

  it('stores nothing when the job cannot be made', async () => {
    const id = await failed()
    const broken = createSendAgain({
      db,
      enqueue: () => Promise.reject(new Error('no queue')),
      now: () => NOW,
      newId: v7,
      cipher: NO_ENCRYPTION,
    })
    await expect(broken.one(id, 'token')).rejects.toThrow('no queue')
    expect(await copiesOf(id)).toEqual([])
    expect(await db.selectFrom('audit').selectAll().execute()).toEqual([])
  })

  describe('sending all that failed since a time', () => {
    const since = minutes(-5)

    it('sends codes first, and counts the messages that must not be sent', async () => {
      const welcome = await failed({ kind: 'welcome', slug: 'welcome', priority: 10 })
      const code = await failed()
      await failed({ expiresAt: minutes(-1) })
      await failed({ content: null })
      const sentAgain = await failed()
      await addMessage(db, { status: 'sent', resendOf: sentAgain })
      await failed({ recipient: 'eve@mail.dev', createdAt: minutes(-3) })
      const newest = await failed({ recipient: 'eve@mail.dev' })
      await failed({ createdAt: minutes(-9), expiresAt: minutes(9) })
      await failed({ status: 'unknown' })
      const preview = await sendAgain().previewFailedSince({ since })
      const result = await sendAgain().failedSince({ since }, 'token')
      expect(preview).toEqual(result)
      expect(result).toEqual({
        resent: 3,
        left: 0,
        refused: { dead: 1, content_gone: 1, resent: 1, superseded: 1 },
      })
      const copies = await Promise.all([code, newest, welcome].map(copiesOf))
      expect(copies.map((rows) => rows.length)).toEqual([1, 1, 1])
      expect(await db.selectFrom('audit').selectAll().execute()).toMatchObject([
        { action: 'resend_failed', messageId: null, detail: `3 since ${since.toISOString()}` },
      ])
      expect(await sendAgain().failedSince({ since }, 'token')).toMatchObject({ resent: 0 })
    })

    it('can be limited to a slug, a channel and an instance', async () => {
      await failed()
      await failed({ slug: 'news' })
      await failed({ channel: 'sms', recipient: '+14155552671' })
      await failed({ instanceId: 'ins_other' })
      expect(await sendAgain().previewFailedSince({ since, slug: 'news' })).toMatchObject({
        resent: 1,
      })
      expect(await sendAgain().previewFailedSince({ since, channel: 'sms' })).toMatchObject({
        resent: 1,
      })
      const filter = { since, instanceId: 'ins_other' }
      expect(await sendAgain().previewFailedSince(filter)).toMatchObject({ resent: 1 })
    })

    it('sends a copy that failed, or its original, but not both', async () => {
      const id = await failed()
      await failed({ resendOf: id })
      expect(await sendAgain().failedSince({ since }, 'token')).toEqual({
        resent: 1,
        left: 0,
        refused: { resent: 1 },
      })
    })

    it('takes a thousand messages at once, with all codes among them', async () => {
      const notices = Array.from({ length: 1_001 }, () =>
        failed({ kind: 'notice', slug: 'password_changed', priority: 20 }),
      )
      await Promise.all(notices)
      const code = await failed()
      expect(await sendAgain().failedSince({ since }, 'token')).toMatchObject({
        resent: 1_000,
        left: 2,
      })
      expect(await copiesOf(code)).toHaveLength(1)
      expect(await sendAgain().failedSince({ since }, 'token')).toMatchObject({
        resent: 2,
        left: 0,
      })
    })

    it('makes no second copies when it runs twice at once', async () => {
      const ids = await Promise.all([failed(), failed(), failed()])
      const results = await Promise.all(
        [1, 2, 3].map(() => sendAgain().failedSince({ since }, 'token')),
      )
      expect(results.reduce((sum, { resent }) => sum + resent, 0)).toBe(3)
      for (const id of ids) expect(await copiesOf(id)).toHaveLength(1)
    })
  })
})
