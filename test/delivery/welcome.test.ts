import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { skipWelcomes } from '../../src/store/message/welcomes.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { userEvent } from '../support/clerk-events.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { openDeliveryCore } from '../support/delivery-core.ts'
import { ENGINES } from '../support/engines.ts'
import { addMessage } from '../support/ledger-rows.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'

const HOUR = 3_600_000

describe.each(ENGINES)('the welcome email on %s', (engine) => {
  const database = databaseForAll(engine)
  let resend: ResendServer
  let clock = Date.now()
  let users = 0
  const now = () => new Date(clock)

  beforeAll(async () => {
    resend = await openResendServer({ now })
  })
  afterAll(() => resend.close())

  const core = (welcomeEmail = true) =>
    openDeliveryCore({
      db: database.db,
      now,
      welcomeEmail,
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

  it('is not sent to Clerk’s test addresses', async () => {
    const bellhop = core()
    const id = await bellhop.accept(user('jane+clerk_test@mail.dev')('user.created'))
    expect(await bellhop.status(id)).toMatchObject({ status: 'skipped', reason: 'test_recipient' })
  })

  it.each(['2019-01-01T00:00:00.000Z', '2019-01-01T01:00:00+01:00', '1546300800000', '1546300800'])(
    'is not sent to an old account, with created_at as %s',
    async (created_at) => {
      const bellhop = core()
      const id = await bellhop.accept(user('long@mail.dev')('user.created', clock, { created_at }))
      expect(await bellhop.status(id)).toMatchObject({ status: 'skipped', reason: 'imported' })
    },
  )

  it.each([0, -1, '0', 'long ago'])(
    'is sent when created_at is not usable (%s)',
    async (created_at) => {
      const bellhop = core()
      const id = await bellhop.accept(user('when@mail.dev')('user.created', clock, { created_at }))
      expect(await bellhop.status(id)).toMatchObject({ status: 'queued' })
    },
  )

  it.each([
    ['after it', 0, -60_000],
    ['before it', -60_000, -1_000],
  ])('is not sent to a deleted user, %s', async (_, deleted, created) => {
    const bellhop = core()
    const gone = user('gone@mail.dev')
    await bellhop.accept(gone('user.deleted', clock + deleted))
    const id = await bellhop.accept(gone('user.created', clock + created))
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

  it('that waits is not sent to a test address that is verified instead', async () => {
    const bellhop = core()
    const event = user('tester@mail.dev', 'unverified')
    const id = await bellhop.accept(event('user.created'))
    const [verification] = verified
    const email_address = 'tester+clerk_test@mail.dev'
    const email_addresses = [{ id: 'idn_1', email_address, verification }]
    await bellhop.accept(event('user.updated', clock, { email_addresses }))
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({
      status: 'skipped',
      reason: 'test_recipient',
      content: null,
    })
    expect(sentTo(email_address)).toBe(0)
  })

  it('is not sent when welcomes are switched off, except for examples', async () => {
    const id = await core().accept(user('older@mail.dev')('user.created'))
    const example = await addMessage(database.db, {
      status: 'queued',
      slug: 'welcome',
      kind: 'welcome',
      example: true,
      createdAt: now(),
      content: { variables: {}, clerk: {} },
    })
    await skipWelcomes(database.db, now())
    expect(await core().status(example)).toMatchObject({ status: 'queued' })
    const later = await core().accept(user('later@mail.dev')('user.created'))
    await core(false).settle()
    for (const welcome of [id, later]) {
      expect(await core().status(welcome)).toMatchObject({
        status: 'skipped',
        reason: 'disabled',
        content: null,
      })
    }
    expect(await core().status(example)).toMatchObject({ status: 'sent' })
  })

  it('is sent at once when the verification arrived first', async () => {
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

  it('expires when the address is not verified', async () => {
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
