import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { startBehindProxy } from '../support/bellhop-behind-proxy.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openProviders, type Providers } from '../support/providers.ts'

async function scrape({ url }: RunningBellhop): Promise<string[]> {
  const response = await fetch(`${url}/metrics`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
  return (await response.text()).split('\n')
}

/** Scrapes until the database was read in time. */
async function scrapeAll(bellhop: RunningBellhop): Promise<string[]> {
  for (;;) {
    const lines = await scrape(bellhop)
    if (seriesOf(lines, 'bellhop_backlog').length > 0) return lines
  }
}

function numberAt(lines: readonly string[], series: string): number | undefined {
  const line = lines.find((one) => one.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length))
}

/** The labels of all series of one name. */
const seriesOf = (lines: readonly string[], name: string) =>
  lines.filter((line) => line.startsWith(`${name}{`)).map((line) => line.slice(name.length))

describe.each(ENGINES)('/metrics on %s', (engine) => {
  let home: TestDatabase
  let providers: Providers
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    providers = await openProviders({ refuses: (to) => to.startsWith('refused') })
    bellhop = await startBellhop(home, providers.env)
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  it('counts messages by each new status, and measures their delivery time', async () => {
    const end = async (event: unknown, status: string) => {
      const { answer } = await bellhop.post(event)
      await bellhop.reaches(answer.messageId, status)
    }
    const twice = emailCreated()
    await end(twice, 'sent')
    await bellhop.post(twice)
    await end(emailCreated(), 'sent')
    await end(userEvent('user.created'), 'sent')
    await end(emailCreated({ to_email_address: 'refused@mail.dev' }), 'failed')
    await end(emailCreated({ delivered_by_clerk: true }), 'skipped')
    await end(emailCreated({}, { timestamp: Date.now() - 700_000 }), 'expired')
    await end(emailCreated({ slug: 'made_up' }), 'sent')
    await end(emailCreated({ slug: 'constructor' }), 'sent')
    await end(smsCreated(), 'sent')
    providers.twilio.faults.next({ kind: 'reset_after_accepting' })
    await end(smsCreated({ to_phone_number: '+14155552672' }), 'unknown')
    const lines = await scrape(bellhop)

    const code = 'slug="verification_code"'
    for (const [labels, count] of [
      [`status="queued",${code},channel="email"`, 3],
      [`status="sent",${code},channel="email"`, 2],
      [`status="failed",${code},channel="email"`, 1],
      [`status="skipped",${code},channel="email"`, 1],
      [`status="expired",${code},channel="email"`, 1],
      ['status="sent",slug="welcome",channel="email"', 1],
      ['status="sent",slug="other",channel="email"', 2],
      [`status="sent",${code},channel="sms"`, 1],
      [`status="unknown",${code},channel="sms"`, 1],
    ] as const) {
      const series = `bellhop_messages_total{${labels}}`
      expect({ series, value: numberAt(lines, series) }).toEqual({ series, value: count })
    }
    expect(lines.join('\n')).not.toMatch(/made_up|constructor|mail\.dev|1415555/)
    const of = (name: string) => numberAt(lines, name)
    expect(of('bellhop_attempts_total{provider="resend",outcome="accepted"}')).toBe(5)
    expect(of('bellhop_attempts_total{provider="resend",outcome="refused"}')).toBe(1)
    expect(of('bellhop_attempts_total{provider="twilio",outcome="unknown"}')).toBe(1)
    expect(of('bellhop_provider_request_seconds_count{provider="twilio"}')).toBe(2)
    const sent = 'bellhop_accepted_to_sent_seconds'
    expect(of(`${sent}_count{channel="email",kind="welcome"}`)).toBe(1)
    expect(of(`${sent}_count{channel="sms",kind="code"}`)).toBe(1)
    expect(of(`${sent}_bucket{le="60",channel="email",kind="code"}`)).toBeGreaterThanOrEqual(2)
    expect(of('bellhop_webhooks_total{type="email.created",answer="duplicate"}')).toBe(1)
    const build = `{version="${manifest.version}",node="${process.version}",engine="${engine}"}`
    expect(of(`bellhop_build_info${build}`)).toBe(1)
  })

  it('contains the waiting messages by lane, and the limit of the provider', async () => {
    providers.resend.faults.when(() => ({
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': '60' },
    }))
    const { answer } = await bellhop.post(emailCreated())
    await sql`insert into bellhop.suppressions (channel, address, reason, source, since)
      values ('sms', '+14155552671', 'complaint', 'receipt', now())`.execute(bellhop.database.db)
    let held = false
    while (!held) held = (await bellhop.reaches(answer.messageId, 'queued')).reason !== null
    await bellhop.post(userEvent('user.created'))
    const createdAt = Date.now() - 42_000
    await bellhop.database.db
      .updateTable('messages')
      .set({ createdAt: new Date(createdAt) })
      .where('id', '=', String(answer.messageId))
      .execute()
    const lines = await scrapeAll(bellhop)
    expect(seriesOf(lines, 'bellhop_backlog').toSorted()).toEqual([
      '{channel="email",lane="code"} 1',
      '{channel="email",lane="link"} 0',
      '{channel="email",lane="notice"} 0',
      '{channel="email",lane="welcome"} 1',
      '{channel="sms",lane="code"} 0',
      '{channel="sms",lane="link"} 0',
      '{channel="sms",lane="notice"} 0',
      '{channel="sms",lane="welcome"} 0',
    ])
    const age = numberAt(lines, 'bellhop_oldest_waiting_code_seconds')
    expect(age).toBeGreaterThanOrEqual(42)
    expect(age).toBeLessThanOrEqual((Date.now() - createdAt) / 1_000)
    expect(numberAt(lines, 'bellhop_suppressions{channel="sms"}')).toBe(1)
    expect(numberAt(lines, 'bellhop_suppressions{channel="email"}')).toBe(0)
    expect(seriesOf(lines, 'bellhop_transport_stopped')).toEqual([
      '{provider="resend",cause=""} 0',
      '{provider="twilio",cause=""} 0',
    ])
    // Twilio names no limit.
    expect(seriesOf(lines, 'bellhop_transport_requests_per_second')).toHaveLength(0)
  })

  it('finds the oldest code by its index', async () => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select id from bellhop.messages
      where kind = 'code' and status in ('queued', 'sending') order by created_at limit 1
      `.execute(bellhop.database.db)
    expect(JSON.stringify(rows)).toContain('messages_waiting_codes')
  })

  it('has one label for all unknown types of events', async () => {
    for (const type of ['session.created', 'a.b', 'x'.repeat(90)]) {
      await bellhop.post({ type, object: 'event', timestamp: Date.now(), data: {} })
    }
    const lines = await scrape(bellhop)
    const labels = lines.filter((line) => line.startsWith('bellhop_webhooks_total'))
    expect(labels.join('\n')).toContain('bellhop_webhooks_total{type="other",answer="ignored"} 3')
    expect(labels.join('\n')).not.toContain('session.created')
  })

  it('leaves out figures that it cannot read, and reports that', async () => {
    const before = numberAt(await scrapeAll(bellhop), 'bellhop_scrape_errors_total') ?? Number.NaN
    await sql`alter table bellhop.suppressions rename to elsewhere`.execute(bellhop.database.db)
    const lines = await scrape(bellhop)
    await sql`alter table bellhop.elsewhere rename to suppressions`.execute(bellhop.database.db)
    expect(numberAt(lines, 'bellhop_scrape_errors_total')).toBe(before + 1)
    for (const name of ['bellhop_backlog', 'bellhop_suppressions']) {
      expect(seriesOf(lines, name)).toEqual([])
    }
    expect(numberAt(lines, 'bellhop_oldest_waiting_code_seconds')).toBeUndefined()
    expect(seriesOf(lines, 'bellhop_transport_stopped')).toHaveLength(2)
    expect(seriesOf(lines, 'bellhop_messages_total').length).toBeGreaterThan(5)
    expect(seriesOf(await scrapeAll(bellhop), 'bellhop_backlog')).toHaveLength(8)
  })
})

describe('reports', () => {
  it('change the status of messages, and are counted by status', async () => {
    await using home = await createTestDatabase('pglite')
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, { ...providers.env })
    const { answer } = await bellhop.post(smsCreated())
    await bellhop.reaches(answer.messageId, 'sent')
    const [sms] = providers.twilio.accepted
    const { fetch } = globalThis
    globalThis.fetch = (url, init) =>
      fetch(String(url).replace(providers.env.PUBLIC_URL ?? '', bellhop.url), init)
    try {
      for (const status of ['sent', 'delivered', 'delivered', 'sent']) {
        await providers.twilio.report({ sid: sms?.sid ?? '', status })
      }
    } finally {
      globalThis.fetch = fetch
    }
    const lines = await scrape(bellhop)
    const of = (labels: string) => numberAt(lines, `bellhop_messages_total{${labels}}`)
    expect(of('status="sent",slug="verification_code",channel="sms"')).toBe(1)
    expect(of('status="delivered",slug="verification_code",channel="sms"')).toBe(1)
    expect(seriesOf(lines, 'bellhop_receipts_total').toSorted()).toEqual([
      '{provider="twilio",status="delivered"} 1',
      '{provider="twilio",status="nothing_new"} 2',
      '{provider="twilio",status="sent"} 1',
    ])
  })
})

describe.skipIf(!inject('postgres'))('/metrics while PostgreSQL cannot be reached', () => {
  it.each(['cut', 'freeze'] as const)(
    'answers with the figures that need no database (%s)',
    async (fault) => {
      await using started = await startBehindProxy()
      const { bellhop, proxy } = started
      proxy[fault]()
      const scrapes = await Promise.all([scrape(bellhop), scrape(bellhop), scrape(bellhop)])
      for (const lines of scrapes) {
        expect(seriesOf(lines, 'bellhop_backlog')).toEqual([])
        expect(seriesOf(lines, 'bellhop_build_info')).toHaveLength(1)
      }
      proxy.restore()
    },
  )
})

const METRICS_TOKEN = 'for-prometheus-0123456789'

describe('access to /metrics', () => {
  it.each([
    ['no token', undefined, 401],
    ['a wrong token', 'Bearer for-prometheus-0123456780', 401],
    ['another scheme', `Basic ${METRICS_TOKEN}`, 401],
    ['the token', `Bearer ${METRICS_TOKEN}`, 200],
    ['the token, in small letters', `bearer ${METRICS_TOKEN}`, 200],
  ])('is opened by METRICS_TOKEN only, where it is set: %s', async (_, authorization, status) => {
    await using home = await createTestDatabase('pglite')
    await using bellhop = await startBellhop(home, { METRICS_TOKEN })
    const headers: Record<string, string> = authorization ? { authorization } : {}
    const response = await fetch(`${bellhop.url}/metrics`, { headers })
    expect(response.status).toBe(status)
    if (status === 200) return
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toEqual({ error: 'unauthorized' })
    expect((await fetch(`${bellhop.url}/readyz`)).status).toBe(200)
  })
})

it('/metrics counts, logs and limits wrong tokens, and still accepts the right one', async () => {
  await using home = await createTestDatabase('pglite')
  const lines: string[] = []
  await using bellhop = await startBellhop(
    home,
    { METRICS_TOKEN },
    { onLog: (line) => lines.push(line) },
  )
  const ask = (token: string) =>
    fetch(`${bellhop.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  const statuses: number[] = []
  for (let time = 0; time < 12; time++) statuses.push((await ask('wrong')).status)
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  const text = await (await ask(METRICS_TOKEN)).text()
  expect(text).toContain('bellhop_sign_ins_total{outcome="wrong_token"} 10')
  expect(lines.filter((line) => line.includes('"address":"127.0.0.*"'))).toHaveLength(12)
})

it('/metrics is computed once per period, however many requests there are', async () => {
  await using home = await createTestDatabase('pglite')
  await using bellhop = await startBellhop(home, {}, { keptMs: 60_000 })
  const before = await scrape(bellhop)
  expect(await bellhop.post(emailCreated())).toMatchObject({ status: 200 })
  for (let number = 0; number < 20; number++) expect(await scrape(bellhop)).toEqual(before)
})
