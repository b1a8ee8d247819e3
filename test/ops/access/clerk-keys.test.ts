import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createClerkKeys } from '../../../src/ops/access/clerk-keys.ts'
import { startBellhop } from '../../support/bellhop.ts'
import { JWT_KEY, PUBLISHABLE_KEY, sessionToken } from '../../support/clerk-session.ts'
import { createTestDatabase } from '../../support/engines.ts'
import { openProviderServer } from '../../support/provider-server.ts'

const SECRET_KEY = 'sk_live_test'
const tokenOf = (kid: string) =>
  `${Buffer.from(JSON.stringify({ alg: 'RS256', kid })).toString('base64url')}.e30.AAAA`

/** The part of Clerk's Backend API that returns its public keys. */
function openKeyServer() {
  const jwk = createPublicKey(JWT_KEY).export({ format: 'jwk' })
  const keys = [{ ...jwk, kid: 'ins_2test', use: 'sig', alg: 'RS256' }]
  return openProviderServer({
    now: () => new Date(),
    failure: (status) => ({ status, body: { errors: [] } }),
    answer: async ({ path, headers }) =>
      path === '/v1/jwks' && headers.authorization === `Bearer ${SECRET_KEY}`
        ? { status: 200, body: { keys } }
        : { status: 401, body: { errors: [] } },
  })
}

describe('the keys of Clerk', () => {
  it('are fetched once, and not again for invented keys', async () => {
    await using server = await openKeyServer()
    let at = Date.now()
    const keys = createClerkKeys({
      secretKey: SECRET_KEY,
      apiUrl: server.url,
      fetch,
      now: () => new Date(at),
      onTrouble: () => {},
    })
    const known = await Promise.all([1, 2, 3].map(() => keys.keyFor(tokenOf('ins_2test'))))
    expect(known).toEqual([JWT_KEY, JWT_KEY, JWT_KEY])
    for (let n = 0; n < 50; n++) expect(await keys.keyFor(tokenOf(`ins_forged${n}`))).toBeNull()
    for (const odd of ['', 'a.b.c', `${Buffer.from('[]').toString('base64url')}.e30.`]) {
      expect(await keys.keyFor(odd)).toBeNull()
    }
    expect(server.requests).toHaveLength(1)
    // A new key of Clerk is found within a minute.
    at += 60_000
    expect(await keys.keyFor(tokenOf('ins_new'))).toBeNull()
    expect(await keys.keyFor(tokenOf('ins_2test'))).toBe(JWT_KEY)
    expect(server.requests).toHaveLength(2)
  })

  it('are fetched again soon after Clerk did not answer', async () => {
    await using server = await openKeyServer()
    let at = Date.now()
    const troubles: string[] = []
    const keys = createClerkKeys({
      secretKey: SECRET_KEY,
      apiUrl: server.url,
      fetch,
      now: () => new Date(at),
      onTrouble: (reason) => troubles.push(reason),
    })
    server.faults.next({ kind: 'answer', status: 503 }, { kind: 'reset' })
    expect(await keys.keyFor(tokenOf('ins_2test'))).toBeNull()
    at += 5_000
    expect(await keys.keyFor(tokenOf('ins_2test'))).toBeNull()
    at += 5_000
    expect(await keys.keyFor(tokenOf('ins_2test'))).toBe(JWT_KEY)
    expect(troubles).toEqual(['jwk-http_503', 'jwk-unreachable'])
  })

  it('are used for cookies and tokens, also forged ones, without a request for each', async () => {
    await using home = await createTestDatabase('pglite')
    await using server = await openKeyServer()
    await using bellhop = await startBellhop(home, {
      OPS_TOKEN: '',
      PUBLIC_URL: 'https://bellhop.acme.dev',
      CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      CLERK_SECRET_KEY: SECRET_KEY,
      CLERK_API_URL: server.url,
      OPS_CLERK_USERS: 'user_ada:operator',
    })
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${bellhop.url}/api/messages`, { headers, redirect: 'manual' })).status
    const cookie = (token: string) => ({ cookie: `__session=${token}; __client_uat=1` })
    for (let n = 0; n < 20; n++) {
      expect(await ask(cookie(tokenOf(`ins_forged${n}`)))).toBe(401)
      expect([401, 429]).toContain(
        await ask({ authorization: `Bearer ${tokenOf(`ins_other${n}`)}` }),
      )
    }
    expect(await ask(cookie(sessionToken()))).toBe(200)
    expect(server.requests).toHaveLength(1)
  })
})
