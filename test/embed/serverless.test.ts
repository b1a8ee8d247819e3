import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { createBellhop, type EmbeddedBellhop } from '../../src/index.ts'
import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import '../../src/templates/registry.ts'
import 'react-email' // Both loaded here: that can take longer than an answer waits.
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { cliContext } from '../support/cli-context.ts'
import { ENGINES } from '../support/engines.ts'
import { type Home, openHome } from '../support/home.ts'
import { addMany } from '../support/ledger-rows.ts'
import { administer } from '../support/postgres-server.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { svixHeaders } from '../support/svix-headers.ts'

const CRON_SECRET = 'a-secret-for-the-cron-job'
const HOST = 'https://app.acme.dev'

let sequence = 0

describe.each(ENGINES.filter((engine) => engine === 'postgres'))(
  'Bellhop inside an app, serverless, on %s',
  (engine) => {
    let home: Home
    let providers: Providers
    let bellhop: EmbeddedBellhop

    beforeEach(async () => {
      home = await openHome(engine)
      await openAndClose(home.env.DATABASE_URL ?? '')
      providers = await openProviders()
      bellhop = createBellhop({ basePath: '/bellhop', runtime: 'serverless', env: environment() })
    })
    afterEach(async () => {
      vi.restoreAllMocks()
      await bellhop.stop()
      await providers[Symbol.asyncDispose]()
      await home[Symbol.asyncDispose]()
    })

    /** As `bellhop migrate` does before a deployment. */
    async function openAndClose(databaseUrl: string): Promise<void> {
      const database = await openPostgres(databaseUrl, { onError: () => {} })
      await database.close()
    }

    /** How many of Bellhop's connections the database has. */
    async function connectionsTo(url: string): Promise<number> {
      const database = new URL(url).pathname.slice(1)
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query(
        `select count(*)::int as count from pg_stat_activity
        where datname = $1 and application_name = 'bellhop'`,
        [database],
      )
      await client.end()
      return rows[0].count
    }

    /** What is written to stderr from now on. */
    function captured(): string[] {
      const lines: string[] = []
      vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
      return lines
    }

    const environment = () => ({
      ...home.env,
      ...providers.env,
      NODE_ENV: 'production',
      CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
      APP_NAME: 'Acme',
      SUPPORT_EMAIL: 'help@acme.dev',
      OPS_TOKEN,
      CRON_SECRET,
      LOG_LEVEL: 'silent',
    })

    function signed(event: unknown, secret = SECRET): Request {
      const body = JSON.stringify(event)
      const svixId = `msg_embedded_${++sequence}`
      return new Request(`${HOST}/api/clerk`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          ...svixHeaders(body, { svixId, at: new Date(), secret }),
        },
      })
    }

    it('delivers before it answers where the process may be frozen', async () => {
      const response = await bellhop.webhook.POST(signed(emailCreated()))
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ status: 'accepted' })
      expect(providers.resend.accepted).toHaveLength(1)
    })

    it('answers first where the host waits', async () => {
      const promises: Promise<unknown>[] = []
      const request = new Request(`${HOST}/bellhop/api/webhooks/clerk`, signed(smsCreated()))
      const response = await bellhop.fetch(request, { waitUntil: (each) => promises.push(each) })
      expect(response.status).toBe(200)
      await Promise.all(promises)
      expect(providers.twilio.accepted).toHaveLength(1)
    })

    it('delivers before it answers where waitUntil fails', async () => {
      const fails = () => {
        throw new Error('outside of a request')
      }
      const globals = globalThis as Record<symbol, unknown>
      const place = Symbol.for('@next/request-context')
      for (const host of [null, { get: fails }, { get: () => ({ waitUntil: fails }) }]) {
        const before = providers.resend.accepted.length
        const request = new Request(`${HOST}/bellhop/api/webhooks/clerk`, signed(emailCreated()))
        globals[place] = host
        const response = await bellhop
          .fetch(request, host ? {} : { waitUntil: fails })
          .finally(() => delete globals[place])
        expect(response.status).toBe(200)
        expect(providers.resend.accepted).toHaveLength(before + 1)
      }
    })

    it('calls waitUntil as a method, as hosts expect it', async () => {
      class Context {
        readonly promises: Promise<unknown>[] = []
        waitUntil(promise: Promise<unknown>) {
          this.promises.push(promise)
        }
      }
      const context = new Context()
      const request = new Request(`${HOST}/bellhop/api/webhooks/clerk`, signed(emailCreated()))
      expect((await bellhop.fetch(request, context)).status).toBe(200)
      await context.promises[0]
      expect(providers.resend.accepted).toHaveLength(1)
    })

    it('takes any number as a budget, and says so if it is none', async () => {
      const budgets = [-1, 0, 0.5, 2_501, 1e12, Infinity]
      for (const budgetMs of budgets) await bellhop.deliver({ budgetMs })
      await expect(bellhop.deliver({ budgetMs: Number.NaN })).rejects.toThrow('number')
    })

    it('sends nothing twice and loses nothing when twenty come at once', async () => {
      const requests = Array.from({ length: 20 }, () => signed(emailCreated()))
      const answers = await Promise.all(requests.map((request) => bellhop.webhook.POST(request)))
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      await bellhop.deliver()
      expect(providers.resend.accepted).toHaveLength(20)
    })

    it('waits no longer than its own time for a delivery that another request has begun', async () => {
      providers.resend.faults.next({ kind: 'hang' })
      const request = new Request(`${HOST}/bellhop/api/webhooks/clerk`, signed(emailCreated()))
      const promises: Promise<unknown>[] = []
      await bellhop.fetch(request, { waitUntil: (each) => promises.push(each) })
      await expect.poll(() => providers.resend.requests.length).toBe(1)
      const began = performance.now()
      await bellhop.deliver({ budgetMs: 500 })
      // The request itself takes 10 seconds at least.
      expect(performance.now() - began).toBeLessThan(8_000)
    })

    it('lets a slow provider answer, while others are served', async () => {
      const { promise: seen, resolve: onSeen } = Promise.withResolvers<void>()
      providers.twilio.faults.next({ kind: 'late', wait: seen })
      const slow = bellhop.webhook.POST(signed(smsCreated()))
      await expect.poll(() => providers.twilio.requests.length).toBe(1)
      expect((await bellhop.webhook.POST(signed(emailCreated()))).status).toBe(200)
      expect(providers.resend.accepted).toHaveLength(1)
      onSeen()
      expect((await slow).status).toBe(200)
      const headers = { authorization: `Bearer ${OPS_TOKEN}`, accept: 'application/json' }
      const page = new Request(`${HOST}/bellhop/api/messages?channel=sms`, { headers })
      expect(await (await bellhop.pages.GET(page)).json()).toMatchObject({
        messages: [{ status: 'sent' }],
      })
    })

    it('leaves no connection open when it cannot be opened', async () => {
      const lines = captured()
      await using broken = await openHome(engine)
      await openAndClose(broken.env.DATABASE_URL ?? '')
      const url = broken.env.DATABASE_URL ?? ''
      await administer(url, 'alter table bellhop.transports rename to elsewhere')
      const env = { ...environment(), ...broken.env }
      const other = createBellhop({ runtime: 'serverless', env })
      for (let retry = 0; retry < 3; retry++) {
        expect((await other.webhook.POST(signed(emailCreated()))).status).toBe(503)
      }
      expect(lines).toHaveLength(3)
      // A pool that is not closed keeps its connections for ten seconds.
      await expect.poll(() => connectionsTo(url), { timeout: 4_000 }).toBe(0)
      await administer(url, 'alter table bellhop.elsewhere rename to transports')
      expect((await other.webhook.POST(signed(emailCreated()))).status).toBe(200)
      await other.stop()
    })

    it('adds all new recipients to the search in one sweep', async () => {
      const database = await openPostgres(home.env.DATABASE_URL ?? '', { onError: () => {} })
      const at = new Date(Date.now() - 10 * 60_000)
      await addMany(database.db, 1_200, 'sent', at, 'backlog-')
      // Their ids are from before the time of this test.
      await sql`update bellhop.messages set id = overlay(id::text placing '01900000-0000-7' from 1 for 15)::uuid`.execute(
        database.db,
      )
      const headers = { authorization: `Bearer ${CRON_SECRET}` }
      await bellhop.sweep.GET(new Request(`${HOST}/api/cron`, { headers }))
      const { rows } = await sql<{
        count: string
      }>`select count(*) from bellhop.recipients`.execute(database.db)
      await database.close()
      expect(rows).toEqual([{ count: '1200' }])
    })

    it('delivers with the sweep what an invocation has left', async () => {
      const left = () => {}
      await bellhop.fetch(
        new Request(`${HOST}/bellhop/api/webhooks/clerk`, signed(emailCreated())),
        {
          waitUntil: left,
        },
      )
      const request = (headers: Record<string, string>) =>
        new Request(`${HOST}/api/cron`, { headers })
      expect((await bellhop.sweep.GET(request({}))).status).toBe(401)
      expect((await bellhop.sweep.GET(request({ authorization: 'Bearer no' }))).status).toBe(401)
      const response = await bellhop.sweep.GET(request({ authorization: `Bearer ${CRON_SECRET}` }))
      expect(await response.json()).toEqual({ status: 'swept' })
      expect(providers.resend.accepted).toHaveLength(1)
    })

    it('answers 503 to a sweep that fails, and says nothing of why', async () => {
      const request = () => {
        const headers = { authorization: `Bearer ${CRON_SECRET}` }
        return new Request(`${HOST}/api/cron`, { headers })
      }
      expect((await bellhop.sweep.GET(request())).status).toBe(200)
      const url = home.env.DATABASE_URL ?? ''
      await administer(url, 'alter table bellhop.messages rename to elsewhere')
      const response = await bellhop.sweep.GET(request())
      await administer(url, 'alter table bellhop.elsewhere rename to messages')
      expect(response.status).toBe(503)
      expect(await response.text()).not.toMatch(/relation|messages/)
      expect((await bellhop.sweep.GET(request())).status).toBe(200)
    })

    it('refuses a wrong signature', async () => {
      const wrong = 'whsec_b3RoZXIgc2VjcmV0IG9mIGFub3RoZXIgZW5kcG9pbnQ='
      expect((await bellhop.webhook.POST(signed(emailCreated(), wrong))).status).toBe(400)
    })

    it('answers 503 until the database is migrated, and says so in the log', async () => {
      const lines = captured()
      await using empty = await openHome(engine)
      const env = { ...environment(), ...empty.env }
      const early = createBellhop({ runtime: 'serverless', env })
      const response = await early.webhook.POST(signed(emailCreated()))
      expect(response.status).toBe(503)
      expect(await response.text()).not.toContain('migrate')
      expect(lines.join('')).toContain('The database has no tables of Bellhop: run bellhop migrate')
      const world = cliContext({
        settings: { databaseUrl: empty.env.DATABASE_URL ?? '' },
        migrate: openAndClose,
      })
      expect(await run(['migrate'], world)).toBe(0)
      expect((await early.webhook.POST(signed(emailCreated()))).status).toBe(200)
      await early.stop()
    })

    it('refuses the embedded database', async () => {
      const lines = captured()
      const env = { ...environment(), DATABASE_URL: '' }
      const without = createBellhop({ runtime: 'serverless', env })
      expect((await without.webhook.POST(signed(emailCreated()))).status).toBe(503)
      expect(lines.join('')).toContain('set DATABASE_URL to a PostgreSQL server or its pooler')
      await expect(without.deliver()).rejects.toThrow('DATABASE_URL')
    })

    it('takes a base path however it is written', async () => {
      for (const basePath of ['bellhop', '/bellhop/', 'bellhop/', '/']) {
        const other = createBellhop({ basePath, runtime: 'serverless', env: environment() })
        expect((await other.webhook.POST(signed(emailCreated()))).status, basePath).toBe(200)
        await other.stop()
      }
    })

    it('shows its pages below the base path', async () => {
      const headers = { authorization: `Bearer ${OPS_TOKEN}`, accept: 'text/html' }
      const response = await bellhop.pages.GET(new Request(`${HOST}/bellhop/overview`, { headers }))
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('href="/bellhop/messages')
    })
  },
)
