import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SECRET } from '../support/bellhop.ts'
import { CHROMIUM } from '../support/browser.ts'
import { freePort } from '../support/free-port.ts'
import { FULL } from '../support/full.ts'
import { type InstalledExample, installExample, pack } from '../support/installed-example.ts'
import { openProviders } from '../support/providers.ts'
import { OPS_TOKEN, playPages, playWebhooks } from './play-example.ts'

// Names a host, as the keys of Clerk do. No request is made to it.
const CLERK_KEYS = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: `pk_test_${Buffer.from('clerk.acme.dev$').toString('base64')}`,
  CLERK_SECRET_KEY: 'sk_test_of_an_example',
}
const CRON_SECRET = 'the-secret-of-the-cron-job'

/** The examples do not install Twilio's package. */
function withoutTwilio(env: Record<string, string>): Record<string, string> {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('TWILIO'))
  return { ...Object.fromEntries(others), SMS_TRANSPORT: 'capture' }
}

/** The welcome email as the command renders it, which reads `bellhop.config.ts` of the example. */
const ownWelcome = (example: InstalledExample) =>
  example.run('npx', 'bellhop', 'render', 'welcome', '--locale', 'en')

describe.skipIf(!FULL)('Bellhop as a package in', () => {
  let folder: string
  let archive: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-pack-'))
    archive = await pack(folder)
  }, 600_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(['hono', 'express'] as const)(
    '%s delivers, and has its pages below a path',
    async (name) => {
      await using providers = await openProviders()
      await using example = await installExample(name, archive)
      await example.run('npm', 'run', 'check')
      expect(await ownWelcome(example)).toContain('Good to see you at Acme')
      await using app = await example.start(['npm', 'start'], {
        ready: /^http:/,
        env: {
          ...withoutTwilio(providers.env),
          NODE_ENV: 'production',
          CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
          OPS_TOKEN,
        },
      })
      const played = { url: app.url, webhook: '/bellhop/api/webhooks/clerk', providers }
      await playWebhooks(played)
      if (CHROMIUM) await playPages(played)
    },
    600_000,
  )

  describe('Next.js', () => {
    let example: InstalledExample
    beforeAll(async () => {
      const port = String(await freePort())
      example = await installExample('next', archive, { ...CLERK_KEYS, OPS_TOKEN, PORT: port })
    }, 900_000)
    afterAll(() => example?.[Symbol.asyncDispose]())

    it(
      'has a test of its own, which reads a code from the outbox',
      () => example.run('npm', 'test'),
      900_000,
    )

    it('gives its settings to the command, too', async () => {
      expect(await ownWelcome(example)).toContain('Good to see you at Acme')
    })

    it.each(['--turbopack', '--webpack'])(
      'built with %s delivers, has its pages below a path, and sweeps for a cron job only',
      async (bundler) => {
        await using providers = await openProviders()
        await rm(join(example.folder, '.next'), { recursive: true, force: true })
        await example.run('npm', 'run', 'build', '--', bundler)
        await using app = await example.start(['npm', 'start'], {
          ready: /Ready in/,
          env: {
            ...withoutTwilio(providers.env),
            NODE_ENV: 'production',
            DATA_DIR: join(folder, bundler),
            CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
            OPS_TOKEN,
            CRON_SECRET,
          },
        })
        const played = { url: app.url, webhook: '/api/webhooks/clerk', providers }
        await playWebhooks(played)
        if (CHROMIUM) await playPages(played)

        const sweep = (headers: Record<string, string>) =>
          fetch(`${app.url}/api/cron/bellhop`, { headers })
        expect((await sweep({})).status).toBe(401)
        expect((await sweep({ authorization: 'Bearer another' })).status).toBe(401)
        expect((await sweep({ authorization: `Bearer ${CRON_SECRET}` })).status).toBe(200)
      },
      900_000,
    )
  })
})
