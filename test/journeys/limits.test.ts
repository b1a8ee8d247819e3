import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ASK_DOCTOR } from '../../src/domain/doctor.ts'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import { holdProvider } from '../support/held-provider.ts'
import { openProviders, type Providers } from '../support/providers.ts'

const post = async (bellhop: RunningBellhop, count: number, event = emailCreated) =>
  Promise.all(Array.from({ length: count }, () => bellhop.post(event())))

const sizes = ({ resend }: Providers) =>
  resend.requests.map(({ body }) => {
    const content: unknown = JSON.parse(body)
    return Array.isArray(content) ? content.length : 1
  })

describe.each(ENGINES)('waiting messages on %s', (engine) => {
  it('are sent while another request is never answered, on either channel', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    let texts = 0
    for (const [provider, event] of [
      [providers.resend, emailCreated],
      [providers.twilio, () => smsCreated({ to_phone_number: `+141555${56_700 + texts++}` })],
    ] as const) {
      const asked = Promise.withResolvers<void>()
      let silent = true
      provider.faults.when(() => {
        if (!silent) return null
        silent = false
        asked.resolve()
        return { kind: 'hang' }
      })
      const stuck = await bellhop.post(event())
      await asked.promise
      const { answer } = await bellhop.post(event())
      await bellhop.reaches(answer.messageId, 'sent')
      expect((await bellhop.message(stuck.answer.messageId)).status).toBe('sending')
    }
  })

  it('are sent in one request, the most urgent first', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    const { db } = bellhop.database
    const release = await holdProvider(db, 'resend')
    const written = async () =>
      (await sql`select xmin::text from bellhop.transports where provider = 'resend'`.execute(db))
        .rows[0]
    const stopped = await written()
    await post(bellhop, 3, () => userEvent('user.created'))
    // A worker that asks for a permit writes the row: from now on it waits for one.
    await expect.poll(written).not.toEqual(stopped)
    await post(bellhop, 11)
    await post(bellhop, 3, () => userEvent('user.created'))
    expect(sizes(providers)).toEqual([])
    await release()
    const accepted = await providers.resend.waitFor(17)
    expect(sizes(providers)).toEqual([17])
    expect(accepted.map(({ tags }) => tags.slug)).toEqual([
      ...Array.from({ length: 11 }, () => 'verification_code'),
      ...Array.from({ length: 6 }, () => 'welcome'),
    ])
  })

  it('are sent when one message of their batch is refused', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders({
      rateLimit: { limit: 2 },
      refuses: (to) => to.startsWith('bad'),
    })
    await using bellhop = await startBellhop(home, providers.env)
    await post(bellhop, 1)
    const [bad] = await post(bellhop, 1, () => emailCreated({ to_email_address: 'bad@mail.dev' }))
    await post(bellhop, 4)
    await bellhop.reaches(bad?.answer.messageId, 'failed')
    await providers.resend.waitFor(5)
    expect(Math.max(...sizes(providers))).toBeGreaterThan(1)
  })

  it('are sent one by one when a whole batch is refused without naming a message', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders({ rateLimit: { limit: 20 } })
    await using bellhop = await startBellhop(home, providers.env)
    providers.resend.faults.when(({ path }) =>
      path === '/emails/batch' ? { kind: 'answer', status: 422 } : null,
    )
    await post(bellhop, 6)
    await providers.resend.waitFor(6)
    expect(providers.resend.accepted.every(({ requestSize }) => requestSize === 1)).toBe(true)
  })
})

describe('the rate', () => {
  it('follows the rate that the provider names', async () => {
    await using home = await createTestDatabase('pglite')
    await using providers = await openProviders({ rateLimit: { limit: 25 } })
    await using bellhop = await startBellhop(home, providers.env)
    await post(bellhop, 1)
    await providers.resend.waitFor(1)
    const rate = async () =>
      (
        await bellhop.database.db
          .selectFrom('transports')
          .select('requestsPerSecond')
          .where('provider', '=', 'resend')
          .executeTakeFirst()
      )?.requestsPerSecond
    await expect.poll(rate).toBe(25)
  })

  it.skipIf(!ENGINES.includes('postgres'))('is kept by two instances together', async () => {
    await using home = await createTestDatabase('postgres')
    await using providers = await openProviders({ rateLimit: { limit: 4 } })
    await using one = await startBellhop(home, providers.env)
    await using other = await startBellhop(home, providers.env)
    await Promise.all([post(one, 150), post(other, 150)])
    await providers.resend.waitFor(300)
    // A request without an answer is also repeated, but was not refused.
    const attempts = await one.database.db.selectFrom('attempts').select('outcomes').execute()
    const refused = attempts.filter(({ outcomes }) =>
      outcomes?.some(({ code }) => code === 'rate_limit_exceeded'),
    )
    expect(refused.length).toBeLessThanOrEqual(2)
    expect(new Set(providers.resend.accepted.map(({ tags }) => tags.message_id)).size).toBe(300)
  })
})

it('a provider is unproven until it has taken a message', async () => {
  await using home = await createTestDatabase('pglite')
  await using providers = await openProviders()
  await using bellhop = await startBellhop(home, { ...providers.env, SMS_TRANSPORT: 'capture' })
  const checks = async () => (await bellhop.get('/readyz')).json()
  expect(await checks()).toMatchObject({
    status: 'ready',
    checks: { email: 'unproven', sms: 'ok' },
  })
  const [posted] = await post(bellhop, 1)
  await bellhop.reaches(posted?.answer.messageId, 'sent')
  expect(await checks()).toMatchObject({ status: 'ready', checks: { email: 'ok' } })
})

describe('a provider that refuses every request', () => {
  it.each([
    ['invalid_api_key', 403],
    ['daily_quota_exceeded', 429],
  ])(
    'is stopped (%s): the messages are kept, the cause is shown, and few requests are made',
    async (name, status) => {
      await using home = await createTestDatabase('pglite')
      await using providers = await openProviders()
      const lines: string[] = []
      await using bellhop = await startBellhop(home, providers.env, {
        onLog: (line) => lines.push(line),
      })
      providers.resend.faults.when(() => ({
        kind: 'answer',
        status,
        body: { statusCode: status, name, message: name },
      }))
      const posted = await post(bellhop, 30)
      const ready = async () => (await fetch(`${bellhop.url}/readyz`)).json()
      await expect.poll(ready).toMatchObject({
        status: 'unavailable',
        checks: { email: `stopped: ${name}` },
        fix: ASK_DOCTOR,
      })
      await post(bellhop, 10)
      expect(providers.resend.requests.length).toBeLessThanOrEqual(5)
      const stops = lines.filter((line) => line.includes('transport stopped'))
      expect(stops).toEqual([expect.stringContaining(ASK_DOCTOR)])
      for (const { answer } of posted)
        expect((await bellhop.message(answer.messageId)).status).toMatch(/queued|sending/)

      providers.resend.faults.clear()
      await providers.resend.waitFor(40)
      await expect.poll(ready).toMatchObject({ status: 'ready', checks: { email: 'ok' } })
      expect(lines.filter((line) => line.includes('transport works again'))).toHaveLength(1)
    },
  )
})
