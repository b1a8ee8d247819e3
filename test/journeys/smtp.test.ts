import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openSmtpServer, SMTP_LOGIN, type TestSmtpServer } from '../support/smtp-server.ts'
import { smtpUrlTo } from '../support/smtp-url.ts'

describe.each(ENGINES)('from the webhook to a mail server on %s', (engine) => {
  let home: TestDatabase
  let server: TestSmtpServer
  let bellhop: RunningBellhop
  const log: string[] = []

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    server = await openSmtpServer()
    bellhop = await startBellhop(
      home,
      {
        EMAIL_TRANSPORT: 'smtp',
        SMTP_URL: smtpUrlTo(server.port, '?connections=2'),
        EMAIL_FROM: 'Acme <login@auth.acme.dev>',
      },
      { onLog: (line) => log.push(line) },
    )
    // The first message loads the templates, which takes long on a busy machine.
    const { answer } = await bellhop.post(emailCreated())
    await bellhop.reaches(answer.messageId, 'sent')
  })
  afterEach(() => server.clear())
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await server.close()
    await home[Symbol.asyncDispose]()
  })

  const emailsTo = (address: unknown) =>
    server.arrived.filter(({ to }) => to.includes(String(address)))

  it('hands the email of an event over once', async () => {
    const event = emailCreated()
    const { answer } = await bellhop.post(event)
    const message = await bellhop.reaches(answer.messageId, 'sent')
    expect(message).toMatchObject({
      provider: 'smtp',
      providerMessageId: answer.messageId,
      attempts: 1,
    })
    const [email, ...more] = emailsTo(event.data.to_email_address)
    expect(more).toEqual([])
    expect(email).toMatchObject({
      from: 'login@auth.acme.dev',
      user: SMTP_LOGIN.user,
      secure: true,
    })
    expect(email?.mail.subject).toMatch(/^123456 .*Acme/)
    expect(email?.mail.text).toContain('123456')
    expect(email?.mail.html).toContain('123456')
    expect(email?.mail.messageId).toBe(`<${answer.messageId}@auth.acme.dev>`)
  })

  it('tries again in a new attempt what was certainly not taken, with the same Message-ID', async () => {
    const event = emailCreated()
    server.fail(
      { at: 'MAIL', ends: 'broken' },
      { at: 'RCPT', reply: '450 4.2.0 Greylisted' },
      { at: 'DOT', reply: '451 4.3.0 Try later' },
    )
    const { answer } = await bellhop.post(event)
    expect(await bellhop.reaches(answer.messageId, 'sent')).toMatchObject({ attempts: 4 })
    const [email, ...more] = emailsTo(event.data.to_email_address)
    expect(more).toEqual([])
    expect(email?.mail.messageId).toContain(String(answer.messageId))
  })

  it('does not repeat a message whose connection broke after the data, and shows it', async () => {
    const event = emailCreated()
    server.fail({ at: 'DOT', ends: 'broken', kept: true })
    const { answer } = await bellhop.post(event)
    const message = await bellhop.reaches(answer.messageId, 'unknown')
    expect(message).toMatchObject({ reason: 'no_answer', attempts: 1 })

    const next = await bellhop.post(emailCreated())
    await bellhop.reaches(next.answer.messageId, 'sent')
    expect(await bellhop.message(answer.messageId)).toMatchObject({
      status: 'unknown',
      attempts: 1,
    })
    expect(emailsTo(event.data.to_email_address)).toHaveLength(1)

    const page = await (await bellhop.get(`/messages/${answer.messageId}`)).text()
    expect(page).toContain('no_answer')
    const list = await bellhop.get('/api/messages?status=unknown')
    const { messages } = (await list.json()) as { messages: { id: string }[] }
    expect(messages.map(({ id }) => id)).toContain(answer.messageId)
  })

  it('does not try again for a recipient who does not exist', async () => {
    server.fail({ at: 'RCPT', reply: '550 5.1.1 <p@mail.dev>: no such user' })
    const { answer } = await bellhop.post(emailCreated())
    expect(await bellhop.reaches(answer.messageId, 'failed')).toMatchObject({
      reason: 'smtp_550_5.1.1',
      attempts: 1,
    })
    expect((await bellhop.get('/readyz')).status).toBe(200)
  })

  it('stops when the server refuses the login, and says so', async () => {
    server.failAlways({ at: 'MAIL', reply: '530 5.7.0 Authentication required' })
    const { answer } = await bellhop.post(emailCreated())
    await bellhop.isPutBack(answer.messageId, 'smtp_530_5.7.0')
    const ready = await bellhop.get('/readyz')
    expect(ready.status).toBe(503)
    expect(await ready.text()).toContain('smtp_530_5.7.0')
  })

  it('has neither the password nor an address in its log', () => {
    const lines = log.join('\n')
    const { password } = SMTP_LOGIN
    for (const secret of [password, encodeURIComponent(password), '@mail.dev']) {
      expect(lines).not.toContain(secret)
    }
  })
})

describe('the rate in SMTP_URL', () => {
  it('holds for all messages, also after it was changed', async () => {
    await using home = await createTestDatabase('pglite')
    await using server = await openSmtpServer()
    for (const rate of [50, 20]) {
      const bellhop = await startBellhop(home, {
        EMAIL_TRANSPORT: 'smtp',
        SMTP_URL: smtpUrlTo(server.port, `?rate=${rate}`),
        EMAIL_FROM: 'login@auth.acme.dev',
      })
      const metrics = await (await bellhop.get('/metrics')).text()
      expect(metrics).toContain(`bellhop_transport_requests_per_second{provider="smtp"} ${rate}`)
      const { answer } = await bellhop.post(emailCreated())
      await bellhop.reaches(answer.messageId, 'sent')
      expect(server.open()).toBe(1)
      await bellhop[Symbol.asyncDispose]()
      // The connections are closed with the service.
      await expect.poll(() => server.open()).toBe(0)
    }
  })
})
