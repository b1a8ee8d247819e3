import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, ask, form, signIn } from '../../support/ask.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../../support/bellhop.ts'
import { emailCreated } from '../../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

const VIEWER_TOKEN = 'a-token-for-viewers-only'
const secondsToWait = ({ headers }: Answer) => Number(headers.get('retry-after'))

let home: TestDatabase
beforeAll(async () => {
  home = await createTestDatabase('pglite')
})
afterAll(() => home[Symbol.asyncDispose]())

describe('sign-in with a token', () => {
  let bellhop: RunningBellhop
  let at = Date.parse('2026-03-01T12:00:00Z')
  const lines: string[] = []

  beforeAll(async () => {
    bellhop = await startBellhop(
      home,
      { OPS_VIEWER_TOKEN: VIEWER_TOKEN, TRUSTED_PROXIES: '1' },
      { now: () => new Date(at), onLog: (line) => lines.push(line) },
    )
  })
  afterAll(() => bellhop[Symbol.asyncDispose]())

  it('gives a session that scripts and other sites cannot use, for twelve hours', async () => {
    const { answer, cookie, attributes } = await signIn(bellhop, OPS_TOKEN)
    expect(answer.status).toBe(303)
    expect(cookie).toMatch(/^bellhop_session=Fe26\./)
    expect(attributes).toEqual(
      expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=43200']),
    )
    expect((await ask(bellhop, '/api/messages', { headers: { cookie } })).status).toBe(200)
    at += 12 * 60 * 60_000
    expect((await ask(bellhop, '/api/messages', { headers: { cookie } })).status).toBe(401)
    expect(lines.some((line) => line.includes('"outcome":"accepted","role":"operator"'))).toBe(true)
  })

  it('accepts only cookies that it has made itself', async () => {
    const { cookie } = await signIn(bellhop, VIEWER_TOKEN)
    expect((await ask(bellhop, '/api/messages', { headers: { cookie } })).status).toBe(200)
    for (const forged of [
      cookie.replace(/.{9}$/, 'AAAAAAAAA'),
      cookie.slice(0, -9),
      cookie.replaceAll('*', '.'),
      // As an older version made them.
      `bellhop_session=operator.1.9999999999999.${'A'.repeat(43)}`,
      'bellhop_session=',
    ]) {
      const { status } = await ask(bellhop, '/api/messages', { headers: { cookie: forged } })
      expect(status, forged).toBe(401)
    }
  })

  it('leads back to the page that was asked for', async () => {
    const asked = await ask(bellhop, '/messages?status=failed')
    expect(asked.headers.get('location')).toBe('/login?next=%2Fmessages%3Fstatus%3Dfailed')
    const token = OPS_TOKEN
    const { headers } = await ask(
      bellhop,
      '/login',
      form({ token, next: '/messages?status=failed' }),
    )
    expect(headers.get('location')).toBe('/messages?status=failed')
  })

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/login',
    '/logout',
    'javascript:alert(1)',
    'messages',
  ])('never leads to %j', async (next) => {
    const { headers } = await ask(bellhop, '/login', form({ token: OPS_TOKEN, next }))
    expect(headers.get('location')).toBe('/messages')
  })

  it('cannot be started by another site', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': '', origin: 'https://evil.example' },
    ]) {
      const answer = await ask(bellhop, '/login', form({ token: OPS_TOKEN }, headers))
      expect(answer.status).toBe(403)
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
  })

  it('ends with the sign-out, which another site cannot start', async () => {
    const { cookie } = await signIn(bellhop, OPS_TOKEN)
    const other = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const forged = await ask(bellhop, '/logout', form({}, other))
    expect(forged.headers.get('set-cookie')).toBeNull()
    const { headers } = await ask(bellhop, '/logout', form({}, { cookie }))
    expect(headers.get('location')).toBe('/login')
    expect(headers.get('set-cookie')).toMatch(/^bellhop_session=; Max-Age=0/)
  })

  it('limits wrong tokens: ten from an address, and a hundred in all', async () => {
    const guess = (from: string, token = 'not-the-token') =>
      ask(bellhop, '/login', form({ token }, { 'x-forwarded-for': `10.9.9.9, ${from}` }))
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess('203.0.113.1')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      ...Array(10).fill(401),
      429,
      429,
    ])
    const refused = await guess('203.0.113.1')
    expect(secondsToWait(refused)).toBeGreaterThan(0)
    expect(secondsToWait(refused)).toBeLessThanOrEqual(300)
    // Wrong tokens never keep out the right one.
    expect((await guess('203.0.113.1', OPS_TOKEN)).status).toBe(303)

    for (let host = 0; host < 90; host++) await guess(`198.51.100.${host}`)
    // An address that has failed is now refused; any other has one attempt.
    expect((await guess('198.51.100.7')).status).toBe(429)
    expect((await guess('203.0.113.3')).status).toBe(401)
    expect((await bellhop.get('/api/messages')).status).toBe(200)
  })

  it('limits wrong bearer tokens too, and never the right one', async () => {
    const bearer = (token: string) =>
      ask(bellhop, '/api/messages', { headers: { authorization: `Bearer ${token}` } })
    const wrong = Array.from({ length: 20 }, (_, n) => bearer(`wrong-${n}`))
    const statuses = (await Promise.all(wrong)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([...Array(10).fill(401), ...Array(10).fill(429)])
    expect(secondsToWait(await bearer('wrong-again'))).toBeGreaterThan(0)
    expect((await bearer(OPS_TOKEN)).status).toBe(200)
    expect(lines.join('')).toContain(
      '"outcome":"too_many_tries","by":"bearer","address":"127.0.0.*"',
    )
    const metrics = await (await bellhop.get('/metrics')).text()
    expect(metrics).toMatch(/bellhop_sign_ins_total\{outcome="wrong_token"\} \d+/)
  })

  it('ends the session also on the server', async () => {
    const { cookie } = await signIn(bellhop, OPS_TOKEN)
    const other = await signIn(bellhop, OPS_TOKEN)
    const messages = async (value: string) =>
      (await ask(bellhop, '/api/messages', { headers: { cookie: value } })).status
    expect(await messages(cookie)).toBe(200)
    await ask(bellhop, '/logout', form({}, { cookie }))
    // A copy of the cookie.
    expect(await messages(cookie)).toBe(401)
    expect(await messages(other.cookie)).toBe(200)
    at += 12 * 60 * 60_000
    const late = await signIn(bellhop, OPS_TOKEN)
    await ask(bellhop, '/logout', form({}, { cookie: late.cookie }))
    const ended = await bellhop.database.db.selectFrom('endedSessions').select('id').execute()
    expect(ended).toHaveLength(1)
  })

  it('leaves no token in the log', () => {
    expect(lines.join('')).not.toMatch(/a-token-for|not-the-token/)
    expect(lines.some((line) => line.includes('wrong_token'))).toBe(true)
  })
})

describe('behind https', () => {
  it('the session belongs to the host and needs https', async () => {
    await using bellhop = await startBellhop(home, { PUBLIC_URL: 'https://bellhop.acme.dev' })
    const { cookie, attributes } = await signIn(bellhop, OPS_TOKEN)
    expect(cookie).toMatch(/^__Host-bellhop_session=/)
    expect(attributes).toContain('Secure')
    const { status } = await ask(bellhop, '/messages', { headers: { cookie } })
    expect(status).toBe(200)
    // Set over http by another host of our domain.
    const planted = cookie.replace('__Host-', '')
    expect((await ask(bellhop, '/messages', { headers: { cookie: planted } })).status).toBe(302)
  })
})

it('the sign-out ends open streams and waiting requests, which get no more messages', async () => {
  await using bellhop = await startBellhop(home)
  const { cookie } = await signIn(bellhop, OPS_TOKEN)
  const withSession = { headers: { cookie } }
  const stream = await fetch(`${bellhop.url}/outbox/events`, withSession)
  const poll = ask(bellhop, '/api/outbox?wait=30&to=late@mail.dev', withSession)
  const heard = stream.text()
  await ask(bellhop, '/logout', form({}, { cookie }))
  await bellhop.post(emailCreated({ to_email_address: 'late@mail.dev' }))
  const { status } = await poll
  expect(status).toBe(401)
  // At most the first event, from when the stream began.
  expect((await heard).split('event: change').length).toBeLessThanOrEqual(2)
})
