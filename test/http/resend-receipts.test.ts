import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countBounces } from '../../src/store/views/bounce-rate.ts'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { RESEND_SECRET, type ResendReport, reportByResend } from '../support/resend-report.ts'

const OLD_SECRET = 'whsec_b2xkLXJlc2VuZC13ZWJob29rLXNlY3JldA=='
const PERMANENT = { type: 'Permanent', subType: 'General', message: 'No such user a@b.dev' }

describe.each(ENGINES)('reports from Resend on %s', (engine) => {
  let home: TestDatabase
  let providers: Providers
  let bellhop: RunningBellhop
  let number = 0

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    providers = await openProviders()
    bellhop = await startBellhop(home, {
      ...providers.env,
      RESEND_WEBHOOK_SECRET: `${OLD_SECRET} ${RESEND_SECRET}`,
    })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function sent() {
    const address = `reported-${number++}@mail.dev`
    const { answer } = await bellhop.post(emailCreated({ to_email_address: address }))
    const { providerMessageId } = await bellhop.reaches(answer.messageId, 'sent')
    const id = String(answer.messageId)
    return { id, address, emailId: providerMessageId, tags: { message_id: id } }
  }

  async function report(given: ResendReport): Promise<number> {
    return (await reportByResend(bellhop.url, given)).status
  }

  /** The number of finished requests to Resend. */
  async function ended(): Promise<number> {
    const metrics = await (await bellhop.get('/metrics')).text()
    const series = /^bellhop_provider_request_seconds_count\{provider="resend"\} (\d+)$/m
    return Number(series.exec(metrics)?.[1])
  }

  const suppressed = (address: string) =>
    bellhop.database.db
      .selectFrom('suppressions')
      .select(['channel', 'reason', 'source'])
      .where('address', '=', address)
      .execute()

  it.each([
    ['email.sent', {}, 'sent', null],
    ['email.delivered', {}, 'delivered', null],
    ['email.opened', {}, 'delivered', null],
    ['email.clicked', { click: { link: 'https://acme.dev' } }, 'delivered', null],
    ['email.delivery_delayed', {}, 'sent', null],
    ['email.bounced', { bounce: PERMANENT }, 'bounced', 'Permanent/General'],
    [
      'email.bounced',
      { bounce: { type: 'Transient', subType: 'MailboxFull' } },
      'bounced',
      'Transient/MailboxFull',
    ],
    ['email.complained', {}, 'complained', null],
    [
      'email.failed',
      { failed: { reason: 'reached_daily_quota' } },
      'undelivered',
      'reached_daily_quota',
    ],
    [
      'email.suppressed',
      { suppressed: { type: 'OnAccountSuppressionList' } },
      'undelivered',
      'OnAccountSuppressionList',
    ],
  ])('%s %j makes the message %s', async (type, more, status, reason) => {
    const { id, emailId, tags } = await sent()
    expect(await report({ type, data: { email_id: emailId, tags, ...more } })).toBe(204)
    expect(await bellhop.message(id)).toMatchObject({ status, reason })
  })

  it.each(['email.opened', 'email.clicked'])('%s stores nothing about the reader', async (type) => {
    const { id, emailId, tags } = await sent()
    const data = {
      email_id: emailId,
      tags,
      click: { link: 'https://acme.dev', ipAddress: '1.2.3.4' },
    }
    expect(await report({ type, data })).toBe(204)
    const entry = await (await bellhop.get(`/api/messages/${id}`)).json()
    expect(entry).toMatchObject({ message: { status: 'delivered' }, receipts: [] })
    await report({ type: 'email.complained', data })
    expect(await report({ type, data })).toBe(204)
    expect(await bellhop.message(id)).toMatchObject({ status: 'complained' })
  })

  it.each(['email.scheduled', 'email.received', 'contact.created', 'domain.updated'])(
    '%s changes nothing',
    async (type) => {
      const { id, emailId, tags } = await sent()
      expect(await report({ type, data: { email_id: emailId, tags } })).toBe(204)
      expect(await bellhop.message(id)).toMatchObject({ status: 'sent' })
    },
  )

  it('find their message by the provider’s id or by a list of tags, with either secret', async () => {
    const byId = await sent()
    await report({ type: 'email.delivered', data: { email_id: byId.emailId }, secret: OLD_SECRET })
    expect(await bellhop.message(byId.id)).toMatchObject({ status: 'delivered' })
    const byTags = await sent()
    const tags = [{ name: 'message_id', value: byTags.id }]
    await report({ type: 'email.delivered', data: { tags } })
    expect(await bellhop.message(byTags.id)).toMatchObject({ status: 'delivered' })
  })

  it('are ignored if they are about unknown messages', async () => {
    for (const data of [
      {},
      { email_id: 'unknown' },
      { tags: { message_id: 'test-of-somebody' } },
      { tags: { message_id: '00000000-0000-7000-8000-000000000000' }, bounce: PERMANENT },
      { tags: 7, email_id: {}, bounce: 'x' },
      { email_id: 'a\u0000b' },
    ]) {
      expect(await report({ type: 'email.bounced', data })).toBe(204)
    }
  })

  it('count once and only move a message forward, in any order', async () => {
    const { id, emailId, tags } = await sent()
    const data = { email_id: emailId, tags }
    const types = ['email.delivered', 'email.sent', 'email.delivery_delayed', 'email.complained']
    for (const type of [...types, ...types.toReversed()]) {
      for (let copy = 0; copy < 6; copy++) {
        expect(await report({ type, data, svixId: `msg_${engine}_${type}` })).toBe(204)
      }
    }
    expect(await bellhop.message(id)).toMatchObject({ status: 'complained' })
    const entry = await (await bellhop.get(`/api/messages/${id}`)).json()
    expect((entry as { receipts: unknown[] }).receipts).toHaveLength(4)
  })

  it.each([
    ['after', ['email.delivered', 'email.bounced']],
    ['before', ['email.bounced', 'email.delivered']],
  ])('of a hard bounce %s the delivery make the message bounced', async (_, types) => {
    const { id, emailId: email_id, tags } = await sent()
    for (const type of types) {
      const bounce = type === 'email.bounced' ? { bounce: PERMANENT } : {}
      expect(await report({ type, data: { email_id, tags, ...bounce } })).toBe(204)
    }
    expect(await bellhop.message(id)).toMatchObject({ status: 'bounced' })
  })

  it.each([
    [{ type: 'Transient', subType: 'MailboxFull' }],
    [{ type: 'Undetermined', subType: 'Undetermined' }],
    [{}],
  ])(
    'of a soft bounce %j and of the delivery make it delivered in either order',
    async (bounce) => {
      const since = new Date(Date.now() - 3_600_000)
      const { bounced } = await countBounces(bellhop.database.db, since)
      for (const types of [
        ['email.delivered', 'email.bounced'],
        ['email.bounced', 'email.delivered'],
      ]) {
        const { id, emailId: email_id, tags } = await sent()
        for (const type of types) {
          const more = type === 'email.bounced' ? { bounce } : {}
          expect(await report({ type, data: { email_id, tags, ...more } })).toBe(204)
        }
        expect(await bellhop.message(id)).toMatchObject({ status: 'delivered' })
      }
      expect(await countBounces(bellhop.database.db, since)).toMatchObject({ bounced })
    },
  )

  it('of a soft bounce, a hard bounce and the delivery make the message bounced in any order', async () => {
    const SOFT = { type: 'Transient', subType: 'MailboxFull' }
    const reports = [
      { type: 'email.bounced', more: { bounce: SOFT } },
      { type: 'email.bounced', more: { bounce: PERMANENT } },
      { type: 'email.delivered', more: {} },
    ]
    for (const first of reports) {
      for (const second of reports.filter((one) => one !== first)) {
        const { id, emailId: email_id, tags } = await sent()
        const third = reports.filter((one) => one !== first && one !== second)
        for (const { type, more } of [first, second, ...third]) {
          await report({ type, data: { email_id, tags, ...more } })
        }
        const reason = 'Permanent/General'
        expect(await bellhop.message(id)).toMatchObject({ status: 'bounced', reason })
      }
    }
  })

  it('of a hard bounce and the delivery at the same time make the message bounced', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, emailId: email_id, tags } = await sent()
      await Promise.all([
        report({ type: 'email.bounced', data: { email_id, tags, bounce: PERMANENT } }),
        report({ type: 'email.delivered', data: { email_id, tags } }),
      ])
      expect(await bellhop.message(id)).toMatchObject({ status: 'bounced' })
    }
  })

  it('cannot move an SMS', async () => {
    const { answer } = await bellhop.post(smsCreated({ to_phone_number: '+14155553999' }))
    await bellhop.reaches(answer.messageId, 'sent')
    const tags = { message_id: String(answer.messageId) }
    expect(await report({ type: 'email.bounced', data: { tags, bounce: PERMANENT } })).toBe(204)
    expect(await bellhop.message(answer.messageId)).toMatchObject({ status: 'sent' })
  })

  it('may come before our own commit, and settle an unknown email', async () => {
    const late = Promise.withResolvers<void>()
    providers.resend.faults.next({ kind: 'late', wait: late.promise })
    const others = providers.resend.accepted.length
    const { answer } = await bellhop.post(emailCreated({ to_email_address: 'early@mail.dev' }))
    await bellhop.reaches(answer.messageId, 'sending')
    const email = (await providers.resend.waitFor(others + 1))[others]
    expect(email?.to).toEqual(['early@mail.dev'])
    const tags = { message_id: String(answer.messageId) }
    expect(await report({ type: 'email.delivered', data: { email_id: email?.id, tags } })).toBe(204)
    expect(await bellhop.message(answer.messageId)).toMatchObject({ status: 'delivered' })
    const before = await ended()
    late.resolve()
    await expect.poll(ended).toBeGreaterThan(before)
    // After another complete email, our late commit is over.
    await sent()
    expect(await bellhop.message(answer.messageId)).toMatchObject({ status: 'delivered' })
  })

  it.each([
    ['a wrong secret', { secret: 'whsec_d3JvbmctcmVzZW5kLXdlYmhvb2stc2VjcmV0' }],
    ['an old time stamp', { at: new Date(Date.now() - 600_000) }],
  ])('are refused with %s, and suppress nobody', async (_, forged) => {
    const { id, address, tags } = await sent()
    const data = { tags, bounce: PERMANENT }
    expect(await report({ type: 'email.bounced', data, ...forged })).toBe(400)
    expect(await bellhop.message(id)).toMatchObject({ status: 'sent' })
    expect(await suppressed(address)).toEqual([])
  })

  it('are refused without a signature', async () => {
    const response = await fetch(`${bellhop.url}/api/webhooks/resend`, {
      method: 'POST',
      body: '{}',
    })
    expect([response.status, await response.text()]).toEqual([400, '{"error":"invalid_signature"}'])
  })

  it('suppress the recipient of a hard bounce or a complaint, and nobody else', async () => {
    const bounced = await sent()
    const others = { to: ['innocent@mail.dev'], bounce: PERMANENT }
    await report({ type: 'email.bounced', data: { tags: bounced.tags, ...others } })
    expect(await suppressed(bounced.address)).toEqual([
      { channel: 'email', reason: 'bounce', source: 'resend' },
    ])
    expect(await suppressed('innocent@mail.dev')).toEqual([])
    const complained = await sent()
    await report({ type: 'email.complained', data: { tags: complained.tags } })
    expect(await suppressed(complained.address)).toMatchObject([{ reason: 'complaint' }])
    const full = await sent()
    const bounce = { type: 'Transient', subType: 'MailboxFull' }
    await report({ type: 'email.bounced', data: { tags: full.tags, bounce } })
    expect(await suppressed(full.address)).toEqual([])

    const { answer } = await bellhop.post(emailCreated({ to_email_address: bounced.address }))
    expect(await bellhop.reaches(answer.messageId, 'skipped')).toMatchObject({
      reason: 'suppressed',
    })
    expect(providers.resend.accepted.filter(({ to }) => to[0] === bounced.address)).toHaveLength(1)
  })
})

it('have no route without a secret to check them with', async () => {
  await using home = await createTestDatabase('pglite')
  await using bellhop = await startBellhop(home)
  const response = await reportByResend(bellhop.url, { type: 'email.sent', data: {} })
  expect(response.status).toBe(404)
})
