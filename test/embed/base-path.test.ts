import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { createBellhop, type EmbeddedBellhop } from '../../src/index.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { smsCreated } from '../support/clerk-events.ts'
import { cliContext } from '../support/cli-context.ts'
import { type Home, openFolder } from '../support/home.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { svixHeaders } from '../support/svix-headers.ts'

const HOST = 'https://app.acme.dev'
const AUTHORIZED = { authorization: `Bearer ${OPS_TOKEN}` }

describe('below a path of an app', () => {
  let home: Home
  let providers: Providers
  let bellhop: EmbeddedBellhop

  beforeEach(async () => {
    home = await openFolder(inject('dataDir'))
    providers = await openProviders()
    bellhop = below('/bellhop', { EMAIL_TRANSPORT: 'capture' })
  })
  afterEach(async () => {
    await bellhop.stop()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  function below(basePath: string, env: Record<string, string> = {}): EmbeddedBellhop {
    return createBellhop({
      basePath,
      runtime: 'server',
      env: {
        ...home.env,
        ...providers.env,
        PUBLIC_URL: HOST,
        CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
        APP_NAME: 'Acme',
        OPS_TOKEN,
        LOG_LEVEL: 'silent',
        ...env,
      },
    })
  }

  it('Twilio gets the address with the path', async () => {
    const body = JSON.stringify(smsCreated())
    const headers = svixHeaders(body, { svixId: 'msg_sms', at: new Date(), secret: SECRET })
    const url = `${HOST}/bellhop/api/webhooks/clerk`
    const request = new Request(url, { method: 'POST', body, headers: { ...headers } })
    expect((await bellhop.fetch(request)).status).toBe(200)
    await bellhop.deliver()
    expect(providers.twilio.accepted[0]?.statusCallback).toMatch(
      /^https:\/\/app\.acme\.dev\/bellhop\/api\/webhooks\/twilio\?m=/,
    )
  })

  it('the command line reaches it, and the outbox answers', async () => {
    const asFetch: typeof fetch = (input, init) => bellhop.fetch(new Request(input, init))
    const world = cliContext({ fetch: asFetch, settings: { signingSecrets: [SECRET] } })
    const url = `${HOST}/bellhop`
    expect(
      await run(['trigger', 'email.created', '--to', 'ada@example.com', '--url', url], world),
    ).toBe(0)
    await bellhop.deliver()
    const outbox = await bellhop.fetch(
      new Request(`${url}/api/outbox?to=ada@example.com&wait=5`, { headers: AUTHORIZED }),
    )
    expect(outbox.status).toBe(200)
    expect(await outbox.json()).toMatchObject({ messages: [{ code: expect.any(String) }] })
  })

  it('the metrics need their token: whoever reaches the app reaches them', async () => {
    const ask = async (app: EmbeddedBellhop, token?: string) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      return (await app.fetch(new Request(`${HOST}/bellhop/metrics`, { headers }))).status
    }
    expect(await ask(bellhop)).toBe(401)
    expect(await ask(bellhop, OPS_TOKEN)).toBe(401)
    const METRICS_TOKEN = 'a-token-for-the-metrics-of-tests'
    const scraped = below('/bellhop', { METRICS_TOKEN })
    expect(await ask(scraped)).toBe(401)
    expect(await ask(scraped, METRICS_TOKEN)).toBe(200)
  })

  it('nothing is compressed: the app does that', async () => {
    const headers = { 'accept-encoding': 'gzip', accept: 'text/html' }
    const login = await bellhop.fetch(new Request(`${HOST}/bellhop/login`, { headers }))
    const [, script] = /src="([^"]+)"/.exec(await login.text()) ?? []
    const answer = await bellhop.fetch(new Request(`${HOST}${script}`, { headers }))
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(await answer.text()).toContain('document')
  })

  it.each([
    ['/bellhop', 'https', /^__Secure-bellhop_session=.*; Path=\/bellhop;.*Secure/],
    ['/', 'https', /^__Host-bellhop_session=.*; Path=\/;.*Secure/],
    ['/bellhop', 'http', /^bellhop_session=.*; Path=\/bellhop;/],
  ])('the cookie of the pages at %s over %s is for them alone', async (path, scheme, expected) => {
    const app = below(path, scheme === 'http' ? { PUBLIC_URL: '' } : {})
    const base = `${scheme}://app.acme.dev${path.replace(/\/$/, '')}`
    const signIn = await app.fetch(
      new Request(`${base}/login`, {
        method: 'POST',
        body: new URLSearchParams({ token: OPS_TOKEN }),
        headers: { origin: new URL(base).origin, 'sec-fetch-site': 'same-origin' },
      }),
    )
    expect(signIn.status).toBe(303)
    const cookie = signIn.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(expected)
    const [pair = ''] = cookie.split(';')
    const page = await app.fetch(new Request(`${base}/messages`, { headers: { cookie: pair } }))
    expect(page.status).toBe(200)
    const out = await app.fetch(
      new Request(`${base}/logout`, {
        method: 'POST',
        headers: { cookie: pair, origin: new URL(base).origin, 'sec-fetch-site': 'same-origin' },
      }),
    )
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    await app.stop()
  })
})
