import { sql } from 'kysely'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { idFloor } from '../../../src/store/engine/first-uuid-at.ts'
import { deleteOlder, wipeDead } from '../../../src/store/message/retention.ts'
import { expireMessages } from '../../../src/store/message/waiting.ts'
import { createResendTransport } from '../../../src/transports/resend.ts'
import { emailCreated } from '../../support/clerk-events.ts'
import { openDeliveryCore } from '../../support/delivery-core.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { addMany, addMessage } from '../../support/ledger-rows.ts'
import { openResendServer } from '../../support/resend-server.ts'

const DAY = 86_400_000

describe.each(ENGINES)('retention on %s', (engine) => {
  it('deletes old messages that cannot be sent any more', async () => {
    await using home = await createTestDatabase(engine)
    const database = await home.open()
    const { db } = database
    const resend = await openResendServer()
    const start = Date.now() - 100 * DAY
    let clock = start
    const bellhop = openDeliveryCore({
      db,
      now: () => new Date(clock),
      newId: () => v7({ msecs: clock }),
      transport: createResendTransport({ apiKey: 're_test', baseUrl: resend.url, from: 'a@b.dev' }),
    })
    const old = await bellhop.accept(emailCreated({}, { timestamp: clock }))
    await bellhop.work()
    const alive = await bellhop.accept(
      emailCreated(
        {
          slug: 'invitation',
          data: { action_url: 'https://a.dev/i', invitation: { expires_in_days: 365 } },
        },
        { timestamp: clock },
      ),
    )
    clock = Date.now()
    const young = await bellhop.accept(emailCreated({}, { timestamp: clock }))
    await bellhop.work()

    const now = new Date()
    const before = new Date(now.getTime() - 90 * DAY)
    const ids = async (table: 'messages' | 'attempts' | 'events') =>
      (await db.selectFrom(table).select('id').execute()).map(({ id }) => id)
    expect(await ids('attempts')).toHaveLength(3)
    const times = { before, capturedBefore: before, now }
    expect(await deleteOlder(db, { ...times, signal: AbortSignal.abort() })).toBe(0)
    expect(await deleteOlder(db, times)).toBe(3)
    expect((await ids('messages')).sort()).toEqual([alive, young].sort())
    expect(await ids('attempts')).toHaveLength(2)
    expect(await ids('events')).toHaveLength(2)
    expect(await ids('messages')).not.toContain(old)
    await resend.close()
    await database.close()
  })

  it('deletes the content of a failed message when it has expired', async () => {
    await using home = await createTestDatabase(engine)
    const database = await home.open()
    const resend = await openResendServer({ refuses: () => true })
    let clock = Date.now()
    const bellhop = openDeliveryCore({
      db: database.db,
      now: () => new Date(clock),
      transport: createResendTransport({ apiKey: 're_test', baseUrl: resend.url, from: 'a@b.dev' }),
    })
    const code = await bellhop.accept(emailCreated())
    const notice = await bellhop.accept(emailCreated({ slug: 'password_changed', data: {} }))
    const revokes = { revoke_session_url: 'https://clerk.acme.dev/revoke' }
    const link = await bellhop.accept(emailCreated({ slug: 'new_device_sign_in', data: revokes }))
    await bellhop.work()
    for (const id of [code, notice, link]) {
      expect((await bellhop.status(id)).status).toBe('failed')
    }
    expect((await bellhop.status(code)).content).toBeNull()
    expect((await bellhop.status(link)).content).toBeNull()
    expect((await bellhop.status(notice)).content).not.toBeNull()
    clock += 2 * DAY
    await wipeDead(database.db, new Date(clock))
    expect((await bellhop.status(notice)).content).toBeNull()
    await resend.close()
    await database.close()
  })
})

it.each(ENGINES)('waiting messages expire a few thousand at a time, on %s', async (engine) => {
  await using home = await createTestDatabase(engine)
  const database = await home.open()
  const now = new Date()
  await addMany(database.db, 5_001, 'queued', now)
  const waiting = await addMessage(database.db, { status: 'queued' })
  expect(await expireMessages(database.db, now)).toHaveLength(5_000)
  expect(await expireMessages(database.db, now)).toHaveLength(1)
  expect(await expireMessages(database.db, now)).toHaveLength(0)
  const messages = database.db.selectFrom('messages').select('id')
  expect(await messages.where('status', '=', 'queued').execute()).toEqual([{ id: waiting }])

  await sql`update bellhop.messages set content = '{}' where status = 'expired'`.execute(
    database.db,
  )
  const kept = messages.where('status', '=', 'expired').where('content', 'is not', null)
  await wipeDead(database.db, now)
  expect(await kept.execute()).toHaveLength(1)
  await wipeDead(database.db, now)
  expect(await kept.execute()).toEqual([])
  await database.close()
})

it('the first id at a time is between earlier and later ids', () => {
  const at = new Date('2026-11-21T10:14:00Z')
  expect(idFloor(at) <= v7({ msecs: at.getTime() })).toBe(true)
  expect(idFloor(at) > v7({ msecs: at.getTime() - 1 })).toBe(true)
})
