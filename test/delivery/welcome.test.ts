import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/engine/database.ts'
import { skipWelcomes } from '../../src/store/message/welcomes.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { userEvent } from '../support/clerk-events.ts'
import { openDeliveryCore } from '../support/delivery-core.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'

const HOUR = 3_600_000

describe.each(ENGINES)('the welcome email on %s', (engine) => {
  let home: TestDatabase
  let database: Database
  let resend: ResendServer
  let clock = Date.now()
  let users = 0
  const now = () => new Date(clock)

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
    resend = await openResendServer({ now })
  })
  afterAll(async () => {
    await resend.close()
    await database.close()
    await home[Symbol.asyncDispose]()
  })

  const core = () =>
    openDeliveryCore({
      db: database.db,
      now,
      transport: createResendTransport({
        apiKey: 're_test',
        baseUrl: resend.url,
        from: 'a@acme.dev',
      }),
    })

  function user(email: string, status: string | null = 'verified') {
    const id = `user_w${++users}`
    const verification = status === null ? null : { status, strategy: 'email_code' }
    const data = {
      id,
      primary_email_address_id: 'idn_1',
      email_addresses: [{ id: 'idn_1', email_address: email, verification }],
    }
    return (type: string, at = clock, more: object = {}) =>
      userEvent(type, { ...data, ...more }, { timestamp: at })
  }
  const verified = [{ status: 'verified', strategy: 'email_code' }]
  const sentTo = (address: string) => resend.accepted.filter(({ to }) => to[0] === address).length

  it.each([
    ['years before the event', 1_546_300_800_000, 'skipped', 'imported'],
    ['seconds before it', -5_000, 'sent', null],
  ])('of an account made %s', async (_, createdAt, status, reason) => {
    const bellhop = core()
    const created_at = createdAt < 0 ? clock + createdAt : createdAt
    const event = user(`made-${status}@mail.dev`)('user.created', clock, { created_at })
    const id = await bellhop.accept(event)
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status, reason })
  })

  it('does not go to Clerk’s test addresses', async () => {
    const bellhop = core()
    const id = await bellhop.accept(user('jane+clerk_test@mail.dev')('user.created'))
    expect(await bellhop.status(id)).toMatchObject({ status: 'skipped', reason: 'test_recipient' })
  })

  it('does not go to somebody whose deletion is known', async () => {
    const bellhop = core()
    const gone = user('gone@mail.dev')
    await bellhop.accept(gone('user.deleted'))
    const id = await bellhop.accept(gone('user.created', clock - 60_000))
    expect(await bellhop.status(id)).toMatchObject({
      status: 'skipped',
      reason: 'erased',
      content: null,
    })
    const row = await database.db
      .selectFrom('messages')
      .select('recipient')
      .where('id', '=', id)
      .executeTakeFirst()
    expect(row?.recipient).toBeNull()
  })

  it.each(['unverified', null])('waits until the address is verified (%s)', async (status) => {
    const bellhop = core()
    const address = `waits-${status}@mail.dev`
    const event = user(address, status)
    const id = await bellhop.accept(event('user.created'))
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'queued', reason: 'unverified' })
    await bellhop.accept(event('user.updated', clock + 1, { first_name: 'Ada' }))
    await bellhop.settle()
    expect(sentTo(address)).toBe(0)
    clock += HOUR
    const [verification] = verified
    const email_addresses = [{ id: 'idn_1', email_address: address, verification }]
    await bellhop.accept(event('user.updated', clock, { email_addresses }))
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status: 'sent' })
    expect(sentTo(address)).toBe(1)
  })

  it('goes at once when the news of the verification came first', async () => {
    const bellhop = core()
    const address = 'reversed@mail.dev'
    const event = user(address, 'unverified')
    const [verification] = verified
    const email_addresses = [{ id: 'idn_1', email_address: address, verification }]
    await bellhop.accept(event('user.updated', clock, { email_addresses }))
    const id = await bellhop.accept(event('user.created', clock - 1_000))
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status: 'sent' })
  })

  it('expires when nobody verifies the address', async () => {
    const bellhop = core()
    const event = user('never@mail.dev', 'unverified')
    const id = await bellhop.accept(event('user.created'))
    clock += 25 * HOUR
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'expired', content: null })
    const [verification] = verified
    const email_addresses = [{ id: 'idn_1', email_address: 'never@mail.dev', verification }]
    await bellhop.accept(event('user.updated', clock, { email_addresses }))
    await bellhop.settle()
    expect(sentTo('never@mail.dev')).toBe(0)
  })

  it('that waits ends when welcomes are switched off', async () => {
    const bellhop = core()
    const id = await bellhop.accept(user('off@mail.dev', 'unverified')('user.created'))
    await skipWelcomes(database.db, now())
    expect(await bellhop.status(id)).toMatchObject({
      status: 'skipped',
      reason: 'disabled',
      content: null,
    })
  })
})
