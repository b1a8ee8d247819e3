import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertTarget } from '../../../src/domain/alert-target.ts'
import { createListener } from '../../../src/observe/alerts/listener.ts'
import { createPosts } from '../../../src/observe/alerts/posts.ts'
import { endAlerts, noteAlert, raiseAlert } from '../../../src/store/alerts.ts'
import type { Database } from '../../../src/store/engine/database.ts'
import {
  ALERT_SECRET,
  type AlertReceiver,
  openAlertReceiver,
} from '../../support/alert-receiver.ts'
import { type DiscordWebhook, openDiscordWebhook } from '../../support/discord-webhook.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../../support/engines.ts'
import { openPagerDutyEvents, type PagerDutyEvents } from '../../support/pagerduty-events.ts'

const MINUTE = 60_000

describe.each(ENGINES)('posts of alerts on %s', (engine) => {
  let home: TestDatabase
  let database: Database
  let receiver: AlertReceiver
  let discord: DiscordWebhook
  let pagerDuty: PagerDutyEvents
  let at: Date
  let errors: unknown[]
  let post: () => Promise<void>

  beforeEach(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
    at = new Date()
    receiver = await openAlertReceiver()
    discord = await openDiscordWebhook({ now: () => at })
    pagerDuty = await openPagerDutyEvents()
    errors = []
    post = instance()
  })
  afterEach(async () => {
    await Promise.all([receiver, discord, pagerDuty].map((server) => server.close()))
    await database.close()
    await home[Symbol.asyncDispose]()
  })

  const later = (ms: number) => {
    at = new Date(at.getTime() + ms)
  }
  const all = (): AlertTarget[] => [
    { format: 'standard', url: receiver.url },
    { format: 'discord', url: discord.hook },
    { format: 'pagerduty', url: pagerDuty.hook },
  ]

  function instance(targets = all(), secrets = [ALERT_SECRET]): () => Promise<void> {
    // The receiver judges by its own clock, which is the real one.
    const options = { secrets, fetch, now: () => new Date() }
    return createPosts({
      db: database.db,
      listeners: targets.map((target) => createListener(target, options)),
      now: () => at,
      random: () => 0,
      onError: (error) => errors.push(error),
    })
  }

  function stopped(subject = 'resend') {
    const data = { provider: subject, cause: 'invalid_api_key' }
    return { id: v7(), type: 'transport.stopped', subject, at, data }
  }
  const raise = (subject?: string) => raiseAlert(database.db, stopped(subject))

  it('are repeated with the same id, a few times, with growing pauses', async () => {
    receiver.faults.times(2, { kind: 'answer', status: 503 })
    await raise()
    await post()
    await post()
    expect(receiver.requests).toHaveLength(1)
    expect(String(errors)).toMatch(
      /^Error: the alert target 127\.0\.0\.1:\d+ \(standard\) answered 503$/,
    )
    for (const pause of [10_000, 60_000, 60 * MINUTE]) {
      later(pause)
      await post()
    }
    expect(receiver.requests).toHaveLength(3)
    const ids = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']))
    expect(ids.size).toBe(1)
    expect(receiver.alerts).toHaveLength(1)
  })

  it('are given up after the last try, and no error contains the secret or the URL', async () => {
    await receiver.close()
    await raise()
    for (const _ of [1, 2, 3, 4, 5, 6, 7]) {
      await post()
      later(60 * MINUTE)
    }
    expect(errors).toHaveLength(6)
    expect(String(errors[0])).toMatch(
      /^Error: the alert target \S+ \(standard\) could not be reached \(ECONNREFUSED\)$/,
    )
    expect(String(errors[5])).toMatch(/given up/)
    expect(String(errors)).not.toContain(receiver.url)
    expect(await due()).toBe(0)
  })

  it('are signed with the first secret, or with none', async () => {
    const own: AlertTarget[] = [{ format: 'standard', url: receiver.url }]
    await raise('one')
    await instance(own, ['whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', ALERT_SECRET])()
    expect(receiver.alerts).toEqual([])
    await raise('two')
    await instance(own, [])()
    expect(receiver.requests.at(-1)?.headers).not.toHaveProperty('webhook-signature')
  })

  it('reach each target once, while another one is down', async () => {
    discord.faults.when(() => ({ kind: 'answer', status: 500 }))
    await raise()
    for (const pause of [10_000, 60_000, 6 * MINUTE]) {
      await post()
      later(pause)
    }
    expect(discord.requests).toHaveLength(3)
    expect(receiver.requests).toHaveLength(1)
    expect(pagerDuty.requests).toHaveLength(1)
    discord.faults.clear()
    await post()
    later(60 * MINUTE)
    await post()
    expect(discord.embeds).toHaveLength(1)
    expect(receiver.requests).toHaveLength(1)
    expect(errors).toHaveLength(3)
  })

  it('reach the others at once, while one does not answer at all', async () => {
    discord.faults.when(() => ({ kind: 'hang' }))
    await raise()
    const posting = post()
    await receiver.waitFor(1)
    await posting
    expect(String(errors)).toContain('(discord) could not be reached')
    expect(pagerDuty.incidents).toHaveLength(1)
  })

  it('are not repeated to a target that says that they will never be right', async () => {
    const wrong = discord.hook.replace(/\w+$/, 'othersecret')
    const told = instance([{ format: 'discord', url: wrong }])
    await raise()
    for (const _ of [1, 2]) {
      await told()
      later(60 * MINUTE)
    }
    expect(discord.requests).toHaveLength(1)
    expect(errors.map(String)).toEqual([
      expect.stringMatching(/^Error: the alert target \S+ \(discord\) answered 401 \(50027\)$/),
      expect.stringMatching(/^Error: the alert transport\.stopped \S+ is given up for /),
    ])
    expect(String(errors)).not.toContain('othersecret')
  })

  it('wait as long as Discord asks for', async () => {
    discord.faults.next({ kind: 'answer', status: 429, body: { retry_after: 64.57 } })
    await raise()
    await post()
    later(60_000)
    await post()
    expect(discord.requests).toHaveLength(1)
    later(5_000)
    await post()
    expect(discord.embeds).toHaveLength(1)
  })

  it('all arrive when more of them are raised at once than Discord takes', async () => {
    for (let n = 0; n < 12; n++) await raise(`provider ${n}`)
    for (let n = 0; n < 8; n++) {
      await post()
      later(5_000)
    }
    expect(discord.embeds).toHaveLength(12)
    expect(receiver.alerts).toHaveLength(12)
  })

  it('end the incident at PagerDuty when the problem is over, and tell nobody else', async () => {
    await raise()
    await post()
    expect(pagerDuty.incidents).toMatchObject([{ status: 'triggered', severity: 'critical' }])
    later(MINUTE)
    await endAlerts(database.db, 'transport.stopped', at, at)
    const data = { provider: 'resend', stoppedAt: at.toISOString() }
    const news = { id: v7(), type: 'transport.resumed', subject: 'resend', at, data }
    await noteAlert(database.db, news)
    for (const _ of [1, 2]) {
      await post()
      later(MINUTE)
    }
    expect(pagerDuty.incidents).toMatchObject([{ status: 'resolved' }])
    expect(pagerDuty.requests).toHaveLength(2)
    expect(receiver.alerts.map(({ type }) => type)).toEqual([
      'transport.stopped',
      'transport.resumed',
    ])
    expect(discord.embeds).toHaveLength(2)
  })

  it('tell PagerDuty the end after the beginning, also if it was down', async () => {
    pagerDuty.faults.next({ kind: 'answer', status: 503 }, null, { kind: 'answer', status: 429 })
    await raise()
    await post()
    later(MINUTE)
    await endAlerts(database.db, 'transport.stopped', at, at)
    for (const _ of [1, 2, 3]) {
      await post()
      later(MINUTE)
    }
    expect(pagerDuty.incidents).toMatchObject([{ status: 'resolved' }])
    expect(await due()).toBe(0)
  })

  it('are posted once by several instances', async () => {
    const several = [post, instance(), instance()]
    await raise()
    for (const _ of [1, 2]) {
      await Promise.all(several.map((one) => one()))
      later(5_000)
    }
    expect([receiver, discord, pagerDuty].map(({ requests }) => requests.length)).toEqual([1, 1, 1])
  })

  it('are left to an instance of an earlier version that took them first, or taken from it', async () => {
    await raise('taken')
    // An earlier version posts by the row of the alert.
    await sql`update bellhop.alerts set tries = 1, due_at = null, posted_at = now()`.execute(
      database.db,
    )
    await raise('failed')
    await sql`update bellhop.alerts set tries = 1, due_at = ${new Date(at.getTime() + 10_000)}
      where subject = 'failed'`.execute(database.db)
    await post()
    expect(receiver.alerts).toEqual([])
    later(10_000)
    await post()
    expect(receiver.alerts).toMatchObject([{ data: { provider: 'failed' } }])
  })

  it('of a type that only another version knows are posted as well', async () => {
    await raiseAlert(database.db, { ...stopped(), type: 'disk.full', data: { free: 0 } })
    await post()
    expect(receiver.alerts).toMatchObject([{ type: 'disk.full', data: { free: 0 } }])
    expect(pagerDuty.incidents).toMatchObject([{ summary: 'Bellhop reports disk.full.' }])
  })

  async function due(): Promise<number> {
    const { rows } = await sql<{ due: number }>`
      select count(*)::int as due from bellhop.alert_deliveries where due_at is not null`.execute(
      database.db,
    )
    return rows[0]?.due ?? -1
  }
})
