import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, published, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openProviders, type Providers } from '../support/providers.ts'

describe.each(ENGINES)('from the webhook to the provider on %s', (engine) => {
  let home: TestDatabase
  let providers: Providers
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    providers = await openProviders({ refuses: (address) => address.startsWith('refused') })
    bellhop = await startBellhop(home, providers.env)
  })
  afterEach(() => {
    providers.resend.faults.clear()
    providers.twilio.faults.clear()
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const emailsTo = (address: unknown) =>
    providers.resend.accepted.filter(({ to }) => to[0] === address)
  const smsTo = (number: unknown) => providers.twilio.accepted.filter(({ to }) => to === number)

  it('sends a verification email once, with the id of the message', async () => {
    const event = emailCreated()
    const { status, answer } = await bellhop.post(event)
    expect({ status, answer }).toEqual({
      status: 200,
      answer: { status: 'accepted', messageId: expect.any(String) },
    })
    const message = await bellhop.reaches(answer.messageId, 'sent')
    const [email, ...more] = emailsTo(event.data.to_email_address)
    expect(more).toEqual([])
    expect(email).toMatchObject({
      id: message.providerMessageId,
      from: 'Acme <login@auth.acme.dev>',
      subject: expect.stringMatching(/^123456 .*Acme/),
      tags: { message_id: answer.messageId, slug: 'verification_code' },
      headers: { 'X-Entity-Ref-ID': answer.messageId, 'Auto-Submitted': 'auto-generated' },
      key: expect.stringMatching(/^bellhop\//),
    })
    expect(email?.html).toContain('123456')
    expect(email?.text).toContain('123456')
    expect(message).toMatchObject({
      template: 'verification_code',
      fallback: null,
      provider: 'resend',
      attempts: 1,
      recipient: expect.stringMatching(/^p\*\*\*@mail\.dev$/),
    })
  })

  it('sends an SMS whose last line binds the code to the site', async () => {
    const event = smsCreated({ to_phone_number: '+14155552672' })
    const { answer } = await bellhop.post(event)
    const message = await bellhop.reaches(answer.messageId, 'sent')
    const [sms, ...more] = smsTo('+14155552672')
    expect(more).toEqual([])
    expect(sms?.body.split('\n').at(-1)).toBe('@app.acme.dev #123456')
    expect(sms).toMatchObject({ sid: message.providerMessageId, from: '+14155550100' })
    expect(sms?.validityPeriod).toBeGreaterThan(500)
    expect(sms?.validityPeriod).toBeLessThanOrEqual(600)
    expect(sms?.statusCallback).toContain(`m=${answer.messageId}`)
  })

  it('sends one email when the same event arrives a hundred times at once', async () => {
    const event = emailCreated()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => bellhop.post(event, { svixId: `same_${engine}` })),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const accepted = answers.filter(({ answer }) => answer.status === 'accepted')
    expect(accepted).toHaveLength(1)
    await bellhop.reaches(accepted[0]?.answer.messageId, 'sent')
    expect(emailsTo(event.data.to_email_address)).toHaveLength(1)
  })

  it('sends one email when the same email arrives again under a new svix-id', async () => {
    const event = emailCreated()
    const first = await bellhop.post(event)
    await bellhop.reaches(first.answer.messageId, 'sent')
    const second = await bellhop.post(event)
    expect(second.answer).toEqual({ status: 'duplicate', messageId: first.answer.messageId })
    expect(emailsTo(event.data.to_email_address)).toHaveLength(1)
  })

  it("sends Clerk's own email for a slug without a template, and records it", async () => {
    const event = emailCreated({
      slug: 'brand_new',
      subject: 'News\n',
      body: '<p>Hello</p>',
      body_plain: 'Hello',
    })
    const { answer } = await bellhop.post(event)
    const message = await bellhop.reaches(answer.messageId, 'sent')
    expect(message).toMatchObject({ template: 'clerk', fallback: 'unknown_slug' })
    const [email] = emailsTo(event.data.to_email_address)
    expect(email).toMatchObject({ subject: 'News', html: '<p>Hello</p>', text: 'Hello' })
  })

  it("sends Clerk's own email when a variable is missing, and records it", async () => {
    const { answer } = await bellhop.post(emailCreated({ data: {} }))
    expect(await bellhop.reaches(answer.messageId, 'sent')).toMatchObject({
      fallback: 'missing_variable',
    })
  })

  it('sends the welcome email to the primary address of a new user', async () => {
    const event = userEvent('user.created')
    const { answer } = await bellhop.post(event)
    expect(await bellhop.reaches(answer.messageId, 'sent')).toMatchObject({ slug: 'welcome' })
    expect(emailsTo(`${event.data.id}@mail.dev`)).toHaveLength(1)
  })

  it('repeats the same request when Resend gives no usable answer', async () => {
    providers.resend.faults.next({ kind: 'reset_after_accepting' }, { kind: 'answer', status: 503 })
    const event = emailCreated()
    const { answer } = await bellhop.post(event)
    await bellhop.reaches(answer.messageId, 'sent')
    expect(emailsTo(event.data.to_email_address)).toHaveLength(1)
    const requests = providers.resend.requests.filter(({ body }) =>
      body.includes(String(answer.messageId)),
    )
    expect(requests).toHaveLength(3)
    expect(
      new Set(requests.map(({ body, headers }) => body + headers['idempotency-key'])).size,
    ).toBe(1)
  })

  it('sends a message in a new attempt when it was certainly not processed', async () => {
    providers.resend.faults.next({ kind: 'answer', status: 429, headers: { 'retry-after': '0' } })
    const { answer } = await bellhop.post(emailCreated())
    const message = await bellhop.reaches(answer.messageId, 'sent')
    expect(message.attempts).toBe(2)
  })

  it('does not try again when the provider refuses a message permanently', async () => {
    const { answer } = await bellhop.post(emailCreated({ to_email_address: 'refused@mail.dev' }))
    expect(await bellhop.reaches(answer.messageId, 'failed')).toMatchObject({
      reason: 'validation_error',
      attempts: 1,
    })
  })

  it('does not repeat an SMS that may have been sent', async () => {
    providers.twilio.faults.next({ kind: 'reset_after_accepting' })
    const { answer } = await bellhop.post(smsCreated({ to_phone_number: '+14155552673' }))
    await bellhop.reaches(answer.messageId, 'unknown')
    expect(smsTo('+14155552673')).toHaveLength(1)
  })

  it('does not send a code that expired while it waited', async () => {
    providers.resend.faults.next({ kind: 'answer', status: 429, headers: { 'retry-after': '5' } })
    const event = emailCreated()
    const { answer } = await bellhop.post(event)
    expect(answer.status).toBe('accepted')
    await bellhop.isPutBack(answer.messageId, 'rate_limit_exceeded')
    const { db } = bellhop.database
    await db
      .updateTable('messages')
      .set({ expiresAt: new Date() })
      .where('id', '=', String(answer.messageId))
      .execute()
    await bellhop.reaches(answer.messageId, 'expired')
    expect(emailsTo(event.data.to_email_address)).toEqual([])
  })

  it('does not send an older code after a newer one', async () => {
    const to_email_address = `order-${engine}@mail.dev`
    const newer = await bellhop.post(emailCreated({ to_email_address }))
    await bellhop.reaches(newer.answer.messageId, 'sent')
    const older = await bellhop.post(
      emailCreated({ to_email_address }, { timestamp: Date.now() - 60_000 }),
    )
    await bellhop.reaches(older.answer.messageId, 'superseded')
    expect(emailsTo(to_email_address)).toHaveLength(1)
  })

  it('deletes the content of a message when it is finished', async () => {
    const { answer } = await bellhop.post(emailCreated())
    await bellhop.reaches(answer.messageId, 'sent')
    const { db } = bellhop.database
    const row = await db
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', String(answer.messageId))
      .executeTakeFirstOrThrow()
    expect(row.content).toBeNull()
    const attempt = await db
      .selectFrom('attempts')
      .selectAll()
      .where('id', '=', row.attemptId)
      .executeTakeFirstOrThrow()
    expect(attempt.body).toBeNull()
    expect(JSON.stringify({ row, attempt })).not.toContain('123456')
  })

  it('sends the codes of two Clerk instances to the same address', async () => {
    const to = { to_email_address: 'both@mail.dev' }
    providers.resend.faults.next({ kind: 'answer', status: 429, headers: { 'retry-after': '1' } })
    const older = await bellhop.post(emailCreated(to, { instance_id: 'ins_prod' }))
    const newer = await bellhop.post(emailCreated(to, { instance_id: 'ins_dev' }))
    await bellhop.reaches(newer.answer.messageId, 'sent')
    await bellhop.reaches(older.answer.messageId, 'sent')
  })

  it('deletes the recipient when the user is deleted, also of a message that is being sent', async () => {
    const finish = Promise.withResolvers<void>()
    const event = userEvent('user.created')
    const finished = await bellhop.post(emailCreated({ user_id: event.data.id }))
    await bellhop.reaches(finished.answer.messageId, 'sent')
    providers.resend.faults.next({ kind: 'late', wait: finish.promise })
    const underWay = await bellhop.post(event)
    await bellhop.reaches(underWay.answer.messageId, 'sending')
    await bellhop.post(userEvent('user.deleted', { id: event.data.id }))
    expect(await bellhop.message(finished.answer.messageId)).toMatchObject({ recipient: null })
    finish.resolve()
    expect(await bellhop.reaches(underWay.answer.messageId, 'sent')).toMatchObject({
      recipient: null,
    })
  })

  describe("Clerk's published examples", () => {
    it.each([
      ['email.created.verification_code', 'skipped', 'example'],
      ['sms.created.verification_code', 'skipped', 'example'],
      ['user.created', 'skipped', 'example'],
      ['user.created.docs', 'skipped', 'example'],
      ['user.updated', 'skipped', 'example'],
      ['user.deleted', 'skipped', 'example'],
    ])('%s is recognised and never sent', async (name, status, reason) => {
      for (const _ of [1, 2]) {
        const { status: code, answer } = await bellhop.post(published(name))
        expect(code).toBe(200)
        expect(answer).toMatchObject({ status, reason })
        if (answer.messageId) {
          expect(await bellhop.message(answer.messageId)).toMatchObject({
            status,
            reason,
            example: true,
          })
        }
      }
    })

    it('are sent when they are recent and not delivered by Clerk', async () => {
      const email = published('email.created.verification_code')
      const sms = published('sms.created.verification_code')
      const answers = [
        await bellhop.post({
          ...email,
          timestamp: Math.floor(Date.now() / 1000),
          data: { ...email.data, delivered_by_clerk: false },
        }),
        await bellhop.post({
          ...sms,
          timestamp: Date.now(),
          data: { ...sms.data, delivered_by_clerk: false },
        }),
      ]
      for (const { answer } of answers) {
        expect(answer).toMatchObject({ status: 'accepted' })
        await bellhop.reaches(answer.messageId, 'sent')
      }
      expect(emailsTo('johndoe@acme.com')).toHaveLength(1)
      expect(smsTo('+19876543210')).toHaveLength(1)
    })
  })
})
