import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../../support/bellhop.ts'
import {
  FRONTEND_API,
  foreignKey,
  JWT_KEY,
  PUBLISHABLE_KEY,
  sessionToken,
} from '../../support/clerk-session.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

const now = Math.floor(Date.now() / 1000)
const env = {
  OPS_TOKEN: '',
  PUBLIC_URL: 'https://bellhop.acme.dev',
  CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
  CLERK_JWT_KEY: JWT_KEY,
  OPS_CLERK_USERS: 'user_ada:operator,user_eve',
  OPS_CLERK_ORG_ROLE: 'org_2acme:admin:operator,org:support',
}
const inOrganization = (id: string, rol: string) => ({
  sub: 'user_bob',
  o: { id, rol, slg: 'acme' },
})

// The key is in the configuration, so Clerk is never asked.
describe.each([
  ['without a secret key', {}],
  ['with a secret key', { CLERK_SECRET_KEY: 'sk_live_that-nobody-issued' }],
])('sign-in with Clerk %s', (_, more) => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  const lines: string[] = []

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(
      home,
      { ...env, ...more, TRUSTED_PROXIES: '1' },
      { onLog: (line) => lines.push(line) },
    )
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const get = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
    fetch(`${bellhop.url}${path}`, { redirect: 'manual', ...init, headers })
  const withCookie = (token: string, name = '__session') => ({
    cookie: `${name}=${token}; __client_uat=1`,
  })
  async function roleOf(headers: Record<string, string>): Promise<string | undefined> {
    const text = await (await get('/messages', headers)).text()
    return /user_\w+ · (\w+)/.exec(text)?.[1]
  }

  it('lets in listed users, with the role in the list', async () => {
    expect(await roleOf(withCookie(sessionToken()))).toBe('operator')
    expect(await roleOf(withCookie(sessionToken({ sub: 'user_eve' })))).toBe('viewer')
  })

  it.each([
    ['an administrator of the organization', inOrganization('org_2acme', 'admin'), 'operator'],
    ['a role in any organization', inOrganization('org_2other', 'support'), 'viewer'],
    [
      'the claims of older tokens',
      { sub: 'user_bob', v: undefined, org_id: 'org_2acme', org_role: 'org:admin' },
      'operator',
    ],
    [
      'a listed person as their own entry says',
      { ...inOrganization('org_2acme', 'admin'), sub: 'user_eve' },
      'viewer',
    ],
  ])('knows %s', async (_name, claims, role) => {
    expect(await roleOf(withCookie(sessionToken(claims)))).toBe(role)
  })

  it('accepts the token as a bearer token of the API', async () => {
    const authorization = `Bearer ${sessionToken()}`
    expect((await get('/api/messages', { authorization })).status).toBe(200)
    const foreign = `Bearer ${sessionToken({}, foreignKey())}`
    expect((await get('/api/messages', { authorization: foreign })).status).toBe(401)
  })

  it.each([
    ['has expired', { exp: now - 30, iat: now - 90, nbf: now - 100 }],
    ['is not valid yet', { nbf: now + 120 }],
    ['is from the future', { iat: now + 120 }],
    ['has another issuer', { iss: 'https://clerk.evil.example' }],
    ['was made for another address', { azp: 'https://app.evil.example' }],
    ['was made for no address', { azp: undefined }],
    ['has tasks left', { sts: 'pending' }],
    ['is not of a session', { sid: undefined }],
  ])('refuses a token that %s', async (_name, claims) => {
    const headers = withCookie(sessionToken(claims))
    expect((await get('/api/messages', headers)).status).toBe(401)
    const page = await get('/messages', headers)
    expect([page.status, page.headers.get('location')]).toEqual([302, '/login?next=%2Fmessages'])
  })

  it('refuses a token of another key, and text that is not a token', async () => {
    const [header, , signature] = sessionToken().split('.')
    const forged = `${header}.${sessionToken({ sub: 'user_eve' }).split('.')[1]}.${signature}`
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${sessionToken().split('.')[1]}.`
    for (const token of [sessionToken({}, foreignKey()), forged, unsigned, 'a.b.c', 'abc']) {
      expect((await get('/api/messages', withCookie(token))).status, token).toBe(401)
    }
  })

  it.each([
    ['is not listed', { sub: 'user_mallory' }],
    ['has another role', inOrganization('org_2acme', 'member')],
    ['has the role elsewhere', inOrganization('org_2other', 'admin')],
    ['is impersonated', { act: { sub: 'user_mallory' } }],
  ])('shows a user who %s only their own id', async (_name, claims) => {
    const headers = withCookie(sessionToken(claims))
    const page = await get('/messages', headers)
    expect(page.status).toBe(403)
    expect(await page.text()).toMatch(/signed in with Clerk as user_\w+, which has no access here/)
    const answer = await get('/api/messages', headers)
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: 'not_listed' }])
  })

  it('accepts an older token with a form, but not after an hour', async () => {
    const shown = await (await get('/messages', withCookie(sessionToken()))).text()
    expect(shown).not.toContain('Sign out')
    const aged = (minutes: number) => {
      const iat = now - minutes * 60
      return withCookie(sessionToken({ iat, nbf: iat - 10, exp: iat + 60 }))
    }
    const post = async (headers: Record<string, string>) =>
      (await get('/messages/anything', headers, { method: 'POST', body: new FormData() })).status
    // The first is let in, and refused because it does not come from our own page. The second is not let in.
    expect(await post(aged(10))).toBe(403)
    expect(await post(aged(60))).toBe(401)
  })

  it('links to the sign-in page of the instance, which leads back', async () => {
    const text = await (await get('/login?next=/messages', {})).text()
    expect(text).toContain(
      'https://accounts.acme.dev/sign-in?redirect_url=https%3A%2F%2Fbellhop.acme.dev%2Fmessages',
    )
    expect(text).not.toContain('type="password"')
  })

  it('limits wrong bearer tokens to ten from an address', async () => {
    const from = (address: string, token: string) =>
      get('/api/messages', { authorization: `Bearer ${token}`, 'x-forwarded-for': address })
    const forged = sessionToken({}, foreignKey())
    for (let time = 0; time < 10; time++) {
      expect((await from('192.0.2.7', forged)).status).toBe(401)
    }
    expect((await from('192.0.2.7', forged)).status).toBe(429)
    expect((await from('192.0.2.7', sessionToken())).status).toBe(200)
  })

  it.each(['__session', '__clerk_handshake'])(
    'prints nothing of a forged cookie, and has it on record: %s',
    async (name) => {
      const from = lines.length
      const forged = withCookie(sessionToken({ handshake: [] }, foreignKey()), name)
      for (const dest of ['document', 'empty']) {
        const page = await get('/messages', { ...forged, 'sec-fetch-dest': dest })
        if (name === '__session' || 'CLERK_SECRET_KEY' in more) {
          expect([page.status, page.headers.get('location')]).toEqual([
            302,
            '/login?next=%2Fmessages',
          ])
        }
      }
      const told = lines.slice(from).filter((line) => line.includes('"by":"cookie"'))
      // Without a secret key, handshakes are not checked.
      expect(told).toHaveLength(name === '__session' || 'CLERK_SECRET_KEY' in more ? 2 : 0)
      expect(told.join('')).not.toContain('"address":"127.0.0.1"')
    },
  )

  it.runIf('CLERK_SECRET_KEY' in more)(
    'sends the browser to Clerk to renew a session',
    async () => {
      const expired = sessionToken({ exp: now - 30, iat: now - 90, nbf: now - 100 })
      const answer = await get(
        '/messages?status=failed&__clerk_redirect_url=https://evil.example',
        {
          ...withCookie(expired),
          'sec-fetch-dest': 'document',
          'x-forwarded-host': 'evil.example',
        },
      )
      expect(answer.status).toBe(307)
      const location = new URL(answer.headers.get('location') ?? '')
      expect(location.origin + location.pathname).toBe(
        `https://${FRONTEND_API}/v1/client/handshake`,
      )
      expect(location.searchParams.get('redirect_url')).toBe(
        'https://bellhop.acme.dev/messages?status=failed',
      )
      expect(answer.headers.get('set-cookie')).toContain('__clerk_redirect_count=1')
    },
  )
})
