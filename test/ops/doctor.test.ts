import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import { OPS_TOKEN, type RunningBellhop, SECRET, startBellhop } from '../support/bellhop.ts'
import { type ClerkServer, openClerkServer } from '../support/clerk-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'
import { openProviders, type Providers } from '../support/providers.ts'

interface Report {
  readonly checkedAt: string
  readonly findings: readonly Finding[]
}

describe('the checks of the service about itself', () => {
  let home: TestDatabase
  let providers: Providers
  let clerk: ClerkServer
  let env: Record<string, string>

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    providers = await openProviders()
    clerk = await openClerkServer()
    env = {
      ...providers.env,
      CLERK_SECRET_KEY: clerk.secretKey,
      CLERK_API_URL: clerk.url,
    }
  })
  afterAll(async () => {
    await clerk.close()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const report = async (bellhop: RunningBellhop) =>
    (await (await bellhop.get('/api/doctor')).json()) as Report
  const found = async (bellhop: RunningBellhop, id: string) =>
    (await report(bellhop)).findings.find((finding) => finding.id === id)
  const readiness = async (bellhop: RunningBellhop) => {
    const response = await bellhop.get('/readyz')
    return { code: response.status, ...((await response.json()) as object) }
  }

  it('are those of bellhop doctor, as JSON and as a page', async () => {
    await using bellhop = await startBellhop(home, env)
    const { findings } = await report(bellhop)
    expect(findings.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'node',
        'settings',
        'clerk.templates',
        'resend.key',
        'twilio.sender',
      ]),
    )
    expect(findings.find(({ id }) => id === 'clerk.secret')).toEqual({
      id: 'clerk.secret',
      status: 'ok',
      message: 'The service accepts events that are signed with the secret.',
    })
    const html = await (await bellhop.get('/doctor')).text()
    for (const { id } of findings) expect(html).toContain(`<code>${id}</code>`)
    for (const secret of [SECRET, OPS_TOKEN, clerk.secretKey, env.RESEND_API_KEY ?? '']) {
      expect(html + JSON.stringify(findings)).not.toContain(secret)
    }
  })

  it('run when somebody asks, and once for many that ask within 30 seconds', async () => {
    await using bellhop = await startBellhop(home, env)
    const asked = () => clerk.requests.filter(({ path }) => path === '/v1/instance').length
    const before = asked()
    await bellhop.get('/readyz')
    expect(asked()).toBe(before)
    const first = await Promise.all(Array.from({ length: 20 }, () => report(bellhop)))
    const runs = asked() - before
    for (const path of ['/doctor', '/api/doctor', '/doctor']) await bellhop.get(path)
    expect(asked() - before).toBe(runs)
    expect(new Set(first.map(({ checkedAt }) => checkedAt)).size).toBe(1)
  })

  it('are shown to nobody without a token', async () => {
    await using bellhop = await startBellhop(home, env)
    const before = clerk.requests.length
    for (const path of ['/doctor', '/api/doctor']) {
      const response = await fetch(bellhop.url + path, { redirect: 'manual' })
      expect(response.status).not.toBe(200)
    }
    expect(clerk.requests).toHaveLength(before)
  })

  it('accept the signed event also if the secret is bound to an instance', async () => {
    const bound = { ...env, CLERK_WEBHOOK_SIGNING_SECRET: `${SECRET}@ins_test` }
    await using bellhop = await startBellhop(home, bound)
    expect(await found(bellhop, 'clerk.secret')).toMatchObject({ status: 'ok' })
  })

  describe('decide on /readyz, until a provider has accepted a message,', () => {
    it('that it is fine, if they found nothing', async () => {
      await using bellhop = await startBellhop(home, env)
      expect(await readiness(bellhop)).toMatchObject({
        code: 200,
        checks: { email: 'unproven', sms: 'unproven' },
      })
      await report(bellhop)
      expect(await readiness(bellhop)).toMatchObject({
        code: 200,
        checks: { email: 'ok', sms: 'ok' },
      })
    })

    it('that it is unproven, and which check failed', async () => {
      const [domain] = providers.resend.account.domains
      Object.assign(domain ?? {}, { status: 'pending' })
      await using bellhop = await startBellhop(home, { ...env, TWILIO_AUTH_TOKEN: 'wrong-token' })
      await report(bellhop)
      expect(await readiness(bellhop)).toMatchObject({
        code: 200,
        status: 'ready',
        checks: {
          email: 'unproven: resend.domain',
          sms: expect.stringMatching(/^unproven: twilio/),
        },
      })
      Object.assign(domain ?? {}, { status: 'verified' })
    })

    it('that it is unproven, if the key may only send', async () => {
      providers.resend.forbidReading()
      await using bellhop = await startBellhop(home, env)
      await report(bellhop)
      expect(await readiness(bellhop)).toMatchObject({ checks: { email: 'unproven', sms: 'ok' } })
    })
  })
})
