import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { type BellhopProcess, startProcess } from '../support/bellhop-process.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { type Home, openFolder } from '../support/home.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { openSmtpServer } from '../support/smtp-server.ts'
import { smtpUrlTo } from '../support/smtp-url.ts'

const HOOKS = new URL('../support/loaded-modules.ts', import.meta.url).href
const TEMPLATES = ['emails', 'react', 'react-dom', 'react-email']
const WORDS = ['intl-messageformat']
// In development the templates are loaded 0.1 s after the start.
const SOON_MS = 1_000

describe('the built service', { timeout: 90_000 }, () => {
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
