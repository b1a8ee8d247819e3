import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import { startInstance } from '../serverless/instance.ts'
import { SECRET } from '../support/bellhop.ts'
import { type BellhopProcess, signed, startProcess } from '../support/bellhop-process.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { type Home, openFolder, openHome } from '../support/home.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { openSmtpServer } from '../support/smtp-server.ts'
import { smtpUrlTo } from '../support/smtp-url.ts'

const HOOKS = new URL('../support/loaded-modules.ts', import.meta.url).href
const TEMPLATES = ['emails', 'react', 'react-dom', 'react-email']
const WORDS = ['intl-messageformat']
// In development the templates are loaded 0.1 s after the start.
const SOON_MS = 1_000

describe('the built service', () => {
  let home: Home
  let providers: Providers
  let bellhop: BellhopProcess

  beforeEach(async () => {
    home = await openFolder(inject('dataDir'))
    providers = await openProviders()
  })
  afterEach(async () => {
    bellhop.child.kill('SIGKILL')
    await bellhop.exit()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function start(env: Record<string, string> = {}): Promise<void> {
    bellhop = startProcess({ ...home.env, ...providers.env, ...env }, HOOKS)
    await bellhop.url()
  }

  /** Those of `names` from which a file was loaded. */
  const loaded = (...names: string[]) =>
    names.filter((name) => bellhop.lines.some((line) => line.startsWith(`loaded ${name}/`)))

  it('loads in production what a message needs with the first one of its channel', async () => {
    await start({ NODE_ENV: 'production', APP_NAME: 'Acme' })
    await delay(SOON_MS)
    const sdks = [
      'resend',
      'nodemailer',
      'twilio/lib/rest',
      '@clerk/backend',
      '@opentelemetry/sdk-node',
    ]
    expect(loaded(...TEMPLATES, ...WORDS, ...sdks)).toEqual([])
    expect(loaded('hono', 'pg-boss')).toEqual(['hono', 'pg-boss'])

    await bellhop.post(smsCreated())
    await providers.twilio.waitFor(1)
    expect(loaded(...TEMPLATES, ...sdks)).toEqual(['twilio/lib/rest'])
    expect(loaded(...WORDS)).toEqual(WORDS)

    await bellhop.post(emailCreated())
    await providers.resend.waitFor(1)
    expect(loaded(...TEMPLATES)).toEqual(TEMPLATES)
    expect(loaded(...sdks)).toEqual(['resend', 'twilio/lib/rest'])
  })

  it('loads Nodemailer with the first email that goes over SMTP', async () => {
    await using server = await openSmtpServer()
    await start({ EMAIL_TRANSPORT: 'smtp', SMTP_URL: smtpUrlTo(server.port) })
    await delay(SOON_MS)
    expect(loaded('nodemailer', 'resend')).toEqual([])
    await bellhop.post(emailCreated())
    await expect.poll(() => server.arrived).toHaveLength(1)
    expect(loaded('nodemailer', 'resend')).toEqual(['nodemailer'])
  })

  it('loads the templates soon after the start in development', async () => {
    await start()
    await bellhop.line(/^loaded react-email\//)
  })
})

describe.skipIf(!inject('postgres'))('the built package on a serverless host', () => {
  it('loads no pages and no queue to deliver a webhook', async () => {
    await using home = await openHome('postgres')
    await using providers = await openProviders()
    // Migrates it, as `bellhop migrate` does.
    await (await openPostgres(home.env.DATABASE_URL ?? '', { onError: () => {} })).close()
    const instance = await startInstance({
      env: {
        ...home.env,
        ...providers.env,
        CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
        APP_NAME: 'Acme',
      },
      imports: ['--import', HOOKS],
      entry: '../../dist/src/index.js',
      waitUntil: true,
    })
    try {
      const { body, headers } = signed(emailCreated())
      const url = `${instance.url}/api/webhooks/clerk`
      expect(await fetch(url, { method: 'POST', body, headers })).toMatchObject({ status: 200 })
      await instance.idle()
      expect(providers.resend.accepted).toHaveLength(1)
      const loaded = instance.output()
      expect(loaded).toContain('loaded src/http/clerk-webhook.js')
      for (const part of [
        'src/ops/ui/error-page',
        'src/ops/routes',
        'src/ops/overview',
        'pg-boss/',
      ]) {
        expect(loaded).not.toContain(`loaded ${part}`)
      }
    } finally {
      await instance.kill()
    }
  })
})
