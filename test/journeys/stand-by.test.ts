import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listProviderStates } from '../../src/store/views/provider-states.ts'
import { ALERT_SECRET, type AlertReceiver, openAlertReceiver } from '../support/alert-receiver.ts'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts'
import { smtpUrlTo } from '../support/smtp-url.ts'

const STAND_BY_KEY = 're_standby'
const CODES_AFTER_MS = 1_000
const KEY_REFUSED = {
  kind: 'answer',
  status: 401,
  body: { name: 'invalid_api_key', message: 'API key is invalid', statusCode: 401 },
} as const

describe.each(ENGINES)('a stand-by on %s', (engine) => {
  let home: TestDatabase
  let first: ResendServer
  let account: ResendServer
  let mail: TestSmtpServer
  let receiver: AlertReceiver
  let bellhop: RunningBellhop
  let log: string[]

  beforeEach(async () => {
    home = await createTestDatabase(engine)
    first = await openResendServer()
    account = await openResendServer({ apiKey: STAND_BY_KEY })
    mail = await openSmtpServer()
    receiver = await openAlertReceiver()
    log = []
  })
  afterEach(async () => {
    await bellhop[Symbol.asyncDispose]()
    await Promise.all([first.close(), account.close(), mail.close(), receiver.close()])
    await home[Symbol.asyncDispose]()
  })

  async function start(standBy: 'smtp' | 'resend', env: Record<string, string> = {}) {
    bellhop = await startBellhop(
      home,
      {
        RESEND_API_KEY: 're_test',
        RESEND_BASE_URL: first.url,
        EMAIL_FROM: 'Acme <login@auth.acme.dev>',
        EMAIL_STANDBY: standBy,
        ...(standBy === 'smtp'
          ? { SMTP_URL: smtpUrlTo(mail.port) }
          : { RESEND_STANDBY_API_KEY: STAND_BY_KEY, RESEND_STANDBY_BASE_URL: account.url }),
        ALERT_WEBHOOK_URL: receiver.url,
        ALERT_WEBHOOK_SECRET: ALERT_SECRET,
        ...env,
      },
      { onLog: (line) => log.push(line) },
    )
    // The first message loads the templates, which takes long on a busy machine.
    await sent(await post())
  }

  const post = async (event: unknown = emailCreated()) =>
    (await bellhop.post(event)).answer.messageId
  const sent = (id: unknown) => bellhop.reaches(id, 'sent')
  const metrics = async () => (await bellhop.get('/metrics')).text()
  const failovers = () => receiver.alerts.filter(({ type }) => type === 'transport.failover')
  const firstAgain = async () => {
    first = await openResendServer({ port: Number(new URL(first.url).port) })
  }

  /** The next message to a stopped provider is a probe, and not only after 15 s. */
  const probeNow = () =>
    bellhop.database.db
      .updateTable('transports')
      .set({ probeAt: new Date() })
      .where('stoppedBy', 'is not', null)
      .execute()

  it('gets all emails at once while the key is refused, and the first provider gets them back', async () => {
    await start('smtp')
    first.faults.when(() => KEY_REFUSED)
    const id = await post()
    expect(await sent(id)).toMatchObject({ provider: 'smtp', attempts: 2 })
    expect(await sent(await post())).toMatchObject({ provider: 'smtp', attempts: 1 })
    expect(await metrics()).toContain(
      'bellhop_transport_stopped{provider="resend",cause="invalid_api_key"} 1',
    )
    expect((await bellhop.get('/readyz')).status).toBe(200)
    const details = (await (await bellhop.get(`/api/messages/${id}`)).json()) as {
      attempts: { provider: string }[]
    }
    expect(details.attempts).toMatchObject([
      { provider: 'resend', outcome: 'deferred', code: 'invalid_api_key' },
      { provider: 'smtp', outcome: 'accepted', code: null },
    ])
    const listed = await listProviderStates(bellhop.database.db)
    expect(listed.filter(({ provider }) => provider !== 'capture-sms')).toMatchObject([
      { provider: 'resend', stoppedBy: 'invalid_api_key', probeAt: expect.any(Date) },
      { provider: 'smtp', stoppedBy: null },
    ])
    const overview = await (await bellhop.get('/overview')).text()
    expect(overview).toContain('Resend is stopped, and the stand-by has taken over')
    const page = await (await bellhop.get(`/messages/${id}`)).text()
    expect(page).toContain('invalid_api_key')
    expect(page).toContain('smtp')
    await expect
      .poll(failovers)
      .toMatchObject([{ data: { from: 'resend', to: 'smtp', cause: 'invalid_api_key' } }])

    first.faults.clear()
    await probeNow()
    expect(await sent(await post())).toMatchObject({ provider: 'resend' })
    expect(await sent(await post())).toMatchObject({ provider: 'resend' })
    await expect.poll(failovers).toHaveLength(2)
    expect(failovers()[1]).toMatchObject({ data: { from: 'smtp', to: 'resend' } })
    const stops = log.filter((line) => line.includes('transport stopped'))
    expect(stops).toHaveLength(1)
    expect(stops[0]).toContain('"takenOverBy":"smtp"')
    expect(stops[0]).not.toContain('nothing is sent')
  })

  it('gets codes soon and other emails later while nothing listens at the first one', async () => {
    await start('resend', {
      EMAIL_STANDBY_CODES_AFTER: `${CODES_AFTER_MS / 1_000}s`,
      EMAIL_STANDBY_AFTER: '8s',
    })
    await first.close()
    const closedAt = Date.now()
    const welcome = await post(userEvent('user.created'))
    const code = await post()
    expect(await sent(code)).toMatchObject({ provider: 'resend-standby' })
    expect(await bellhop.message(welcome)).toMatchObject({ status: 'queued' })
    expect(await sent(welcome)).toMatchObject({ provider: 'resend-standby' })
    expect(Date.now() - closedAt).toBeGreaterThan(8_000 - CODES_AFTER_MS)
    expect(account.accepted).toHaveLength(2)
    expect(await metrics()).toContain(
      'bellhop_transport_stopped{provider="resend",cause="unreachable"} 1',
    )
  })

  it('gets new messages after three doubtful answers; those in doubt arrive once, at the first one', async () => {
    await start('smtp')
    first.faults.when(({ path }) =>
      path.startsWith('/emails') ? { kind: 'answer', status: 500 } : null,
    )
    const doubtful = await post()
    await expect
      .poll(metrics)
      .toContain('bellhop_transport_stopped{provider="resend",cause="doubtful_answers"} 1')
    expect(await sent(await post())).toMatchObject({ provider: 'smtp', attempts: 1 })
    expect(await bellhop.message(doubtful)).toMatchObject({ status: 'sending', provider: 'resend' })

    first.faults.clear()
    expect(await sent(doubtful)).toMatchObject({ provider: 'resend', attempts: 1 })
    expect(await sent(await post())).toMatchObject({ provider: 'resend' })
    expect(
      first.accepted.filter(({ tags }) => Object.values(tags).includes(String(doubtful))),
    ).toHaveLength(1)
    expect(mail.arrived).toHaveLength(1)
  })

  it('gets emails in batches, also behind a mail server that takes one at a time', async () => {
    await start('resend', { EMAIL_TRANSPORT: 'smtp', SMTP_URL: smtpUrlTo(mail.port) })
    mail.failAlways({ at: 'MAIL', reply: '530 5.7.0 Authentication required' })
    account.limit({ limit: 2, windowMs: 1_000 })
    const ids = await Promise.all(Array.from({ length: 20 }, () => post()))
    for (const id of ids) expect(await sent(id)).toMatchObject({ provider: 'resend-standby' })
    expect(account.accepted).toHaveLength(20)
    expect(Math.max(...account.accepted.map(({ requestSize }) => requestSize))).toBeGreaterThan(8)
  })

  it('loses nothing when both are down', async () => {
    await start('smtp', { EMAIL_STANDBY_CODES_AFTER: '1s' })
    await first.close()
    mail.failAlways({ at: 'GREETING', ends: 'broken' })
    const ids = await Promise.all([post(), post(), post(userEvent('user.created'))])
    await expect
      .poll(() => log.filter((line) => line.includes('"provider":"smtp"')).length)
      .toBeGreaterThan(0)
    await firstAgain()
    await probeNow()
    await Promise.all(ids.map(sent))
    expect(first.accepted).toHaveLength(3)
    expect(mail.arrived).toHaveLength(0)
  })
})
