import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, form, signIn } from '../../support/ask.ts'
import { OPS_TOKEN, startBellhop } from '../../support/bellhop.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

const VIEWER_TOKEN = 'a-token-for-viewers-only'
const PATHS = ['/', '/messages', '/api/messages', '/api/outbox']
const production = {
  NODE_ENV: 'production',
  APP_NAME: 'Acme',
  EMAIL_TRANSPORT: 'capture',
  SMS_TRANSPORT: 'capture',
}

let home: TestDatabase
beforeAll(async () => {
  home = await createTestDatabase('pglite')
})
afterAll(() => home[Symbol.asyncDispose]())

describe('the pages and the API', () => {
  async function statuses(
    env: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<number[]> {
    await using bellhop = await startBellhop(home, env)
    return await Promise.all(
      PATHS.map(async (path) => (await ask(bellhop, path, { headers })).status),
    )
  }
  const every = (status: number) => PATHS.map(() => status)
  const resend = { RESEND_API_KEY: 're_1', EMAIL_FROM: 'a@acme.dev', APP_NAME: 'Acme' }

  it.each([
    ['are open to this machine in capture mode', { OPS_TOKEN: '' }, {}, every(200)],
    [
      'are closed to forwarded requests',
      { OPS_TOKEN: '' },
      { 'x-forwarded-for': '203.0.113.7' },
      every(403),
    ],
    ['are closed to DNS rebinding', { OPS_TOKEN: '' }, { host: 'evil.example' }, every(403)],
    [
      'are closed without a token if messages are sent',
      { OPS_TOKEN: '', ...resend },
      {},
      every(403),
    ],
    ['ask for the token if one is set', {}, {}, [302, 302, 401, 401]],
    ['refuse another token', {}, { authorization: 'Bearer nope' }, [302, 302, 401, 401]],
    ['accept the token', {}, { authorization: `Bearer ${OPS_TOKEN}` }, every(200)],
    [
      'accept no password, because browsers send it with requests of other sites',
      {},
      { authorization: `Basic ${Buffer.from(`me:${OPS_TOKEN}`).toString('base64')}` },
      [302, 302, 401, 401],
    ],
    [
      'let a viewer read, except for the outbox',
      { OPS_VIEWER_TOKEN: VIEWER_TOKEN },
      { authorization: `Bearer ${VIEWER_TOKEN}` },
      [302, 200, 200, 403],
    ],
    [
      'do not exist in production without a token',
      { OPS_TOKEN: '', ...production },
      {},
      every(404),
    ],
  ])('%s', async (_, env, headers, expected) => {
    expect(await statuses(env, headers)).toEqual(expected)
  })

  it('have no sign-in without access settings', async () => {
    for (const env of [{ OPS_TOKEN: '', ...production }, { OPS_TOKEN: '' }]) {
      await using bellhop = await startBellhop(home, env)
      expect((await ask(bellhop, '/login')).status).toBe(404)
      expect((await ask(bellhop, '/login', form({ token: '' }))).status).toBe(404)
      expect((await ask(bellhop, '/logout', form({}))).status).toBe(404)
    }
  })

  it('cannot be framed, embedded or cached', async () => {
    await using bellhop = await startBellhop(home)
    const { cookie } = await signIn(bellhop, OPS_TOKEN)
    for (const path of ['/messages', '/login']) {
      const { headers } = await ask(bellhop, path, { headers: { cookie } })
      const policy = headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'; script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/script-src[^;]*unsafe/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('strict-transport-security')).toBeNull()
    }
  })
})

describe('changes', () => {
  // There is no such route, so a request that is let through gets this status.
  const PATH = '/messages/anything'
  const LET_THROUGH = 404

  it('must come from our own pages', async () => {
    await using bellhop = await startBellhop(home, { OPS_VIEWER_TOKEN: VIEWER_TOKEN })
    const { cookie } = await signIn(bellhop, OPS_TOKEN)
    const post = async (headers: Record<string, string>, fields: Record<string, string> = {}) =>
      (await ask(bellhop, PATH, form(fields, { 'sec-fetch-site': '', cookie, ...headers }))).status

    expect(await post({ 'sec-fetch-site': 'same-origin' })).toBe(LET_THROUGH)
    expect(await post({ origin: bellhop.url })).toBe(LET_THROUGH)

    expect(await post({})).toBe(403)
    expect(await post({ 'content-type': 'text/plain' })).toBe(403)
    expect(await post({ origin: 'https://evil.example' })).toBe(403)
    expect(await post({ origin: 'null' })).toBe(403)
    expect(await post({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await post({ 'sec-fetch-site': 'none' })).toBe(403)
    const own = { 'sec-fetch-site': 'same-origin' }
    expect(await post({ ...own, cookie: '' })).toBe(401)
    expect(await post(own, { more: 'x'.repeat(300_000) })).toBe(413)

    const api = await ask(bellhop, '/api/messages/x', { method: 'DELETE', headers: { cookie } })
    expect([api.status, JSON.parse(api.text).error]).toEqual([403, 'cross_site'])
  })

  it('may come from PUBLIC_URL, whatever host the proxy sends', async () => {
    await using bellhop = await startBellhop(home, { PUBLIC_URL: 'https://bellhop.acme.dev' })
    const { cookie } = await signIn(bellhop, OPS_TOKEN)
    const post = async (origin: string) =>
      (await ask(bellhop, PATH, form({}, { 'sec-fetch-site': '', cookie, origin }))).status
    expect(await post('https://bellhop.acme.dev')).toBe(LET_THROUGH)
    expect(await post('https://evil.example')).toBe(403)
  })

  it('with a bearer token may come from anywhere, because browsers do not send one by themselves', async () => {
    await using bellhop = await startBellhop(home)
    const headers = { authorization: `Bearer ${OPS_TOKEN}` }
    const { status } = await ask(bellhop, '/api/messages/x', { method: 'POST', headers })
    expect(status).toBe(LET_THROUGH)
  })

  it('from this machine may come from programs, and from browsers only by our own pages', async () => {
    await using bellhop = await startBellhop(home, { OPS_TOKEN: '' })
    const change = async (path: string, headers: Record<string, string>) =>
      (await ask(bellhop, path, { method: 'DELETE', headers })).status
    expect(await change('/api/outbox', {})).toBe(LET_THROUGH)
    expect(await change('/api/outbox', { origin: bellhop.url })).toBe(LET_THROUGH)
    expect(await change('/api/outbox', { origin: 'https://evil.example' })).toBe(403)
    expect(await change('/api/outbox', { 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await change(PATH, {})).toBe(403)
  })

  it.each([
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/json',
    // Browsers post reports to other sites without asking them first.
    'application/csp-report',
    'application/reports+json',
  ])('take no change of another site, sent as %s', async (type) => {
    await using bellhop = await startBellhop(home, { OPS_TOKEN: '' })
    const change = async (headers: Record<string, string>) =>
      (
        await ask(bellhop, '/outbox/clear', {
          method: 'POST',
          headers: { 'content-type': type, ...headers },
        })
      ).status
    const site = (name: string, origin: string) => ({ 'sec-fetch-site': name, origin })
    expect(await change({ origin: 'https://evil.example' })).toBe(403)
    expect(await change(site('cross-site', 'https://evil.example'))).toBe(403)
    expect(await change(site('cross-site', bellhop.url))).toBe(403)
    expect(await change(site('same-origin', bellhop.url))).toBe(303)
  })
})
