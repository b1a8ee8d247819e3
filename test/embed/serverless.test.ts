import { Webhook } from 'svix'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { createBellhop, type EmbeddedBellhop } from '../../src/index.ts'
import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { cliContext } from '../support/cli-context.ts'
import { ENGINES } from '../support/engines.ts'
import { type Home, openHome } from '../support/home.ts'
import { openProviders, type Providers } from '../support/providers.ts'

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
      const at = new Date()
      return new Request(`${HOST}/api/clerk`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'svix-id': svixId,
          'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
          'svix-signature': new Webhook(secret).sign(svixId, at, body),
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

    it('sends nothing twice and loses nothing when twenty come at once', async () => {
      const requests = Array.from({ length: 20 }, () => signed(emailCreated()))
      const answers = await Promise.all(requests.map((request) => bellhop.webhook.POST(request)))
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      await bellhop.deliver()
      expect(providers.resend.accepted).toHaveLength(20)
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
