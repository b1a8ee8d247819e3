import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, form, signIn } from '../support/ask.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const UNKNOWN = '0199d0c4-6c1e-7a64-9a43-6f1d1c6f0d55'

describe('an error', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let cookie: string

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(home)
    cookie = (await signIn(bellhop, OPS_TOKEN)).cookie
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const browse = (path: string) => ask(bellhop, path, { headers: { cookie, accept: ACCEPT } })

  it.each([
    '/nope',
    '/messages/xyz',
    `/messages/${UNKNOWN}`,
    '/messages/xyz/reveal',
    '/outbox/xyz',
    `/outbox/${UNKNOWN}/html`,
  ])('is a page in a browser, JSON for a program: %s', async (path) => {
    const page = await browse(path)
    expect(page.status).toBe(404)
    expect(page.headers.get('content-type')).toMatch('text/html')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.text).toContain('<h1>Not found</h1>')
    expect(page.text).toContain('href="/"')
    const authorization = `Bearer ${OPS_TOKEN}`
    const json = await ask(bellhop, path, { headers: { authorization, accept: '*/*' } })
    expect(json).toMatchObject({ status: 404, text: '{"error":"not_found"}' })
  })

  it('is JSON below /api, also for a browser', async () => {
    expect(await browse('/api/messages/xyz')).toMatchObject({
      status: 404,
      text: '{"error":"not_found"}',
    })
  })

  it('does not follow a form: the path of its action leads to its page', async () => {
    const { answer } = await bellhop.post(emailCreated())
    const id = String(answer.messageId)
    const to = async (path: string) => (await browse(path)).headers.get('location')
    expect(await to(`/messages/${id}/reveal`)).toBe(`/messages/${id}`)
    expect(await to(`/messages/${id}/resend`)).toBe(`/messages/${id}`)
    expect(await to(`/suppressions/${id}/allow`)).toBe('/suppressions')
    expect(await to('/audit/erase/preview')).toBe('/audit/erase')
    expect(await to('/outbox/clear')).toBe('/')
  })

  it('is the answer to every page in production without access settings', async () => {
    await using closed = await startBellhop(home, {
      NODE_ENV: 'production',
      APP_NAME: 'Acme',
      EMAIL_TRANSPORT: 'capture',
      SMS_TRANSPORT: 'capture',
      OPS_TOKEN: '',
    })
    for (const path of ['/', '/messages', '/login']) {
      const page = await ask(closed, path, { headers: { accept: ACCEPT } })
      expect(page.status).toBe(404)
      expect(page.text).toContain('<h1>Not found</h1>')
    }
  })

  it('is the answer to /login in development without a token, with the reason', async () => {
    await using open = await startBellhop(home, { OPS_TOKEN: '' })
    const page = await ask(open, '/login', { headers: { accept: ACCEPT } })
    expect(page.status).toBe(404)
    expect(page.text).toContain('<h1>There is no sign-in</h1>')
    expect(page.text).toContain('OPS_TOKEN is not set.')
  })

  // These must be the last tests, because nothing works after them.
  describe('while the database is gone', () => {
    // A token is known without the database; whether a session has ended is not.
    const headers = { accept: ACCEPT, authorization: `Bearer ${OPS_TOKEN}` }
    const read = (path: string) => ask(bellhop, path, { headers })
    beforeAll(() => bellhop.database.close())

    it.each([
      '/',
      '/?q=ada@mail.dev',
      `/outbox/${UNKNOWN}`,
      '/overview',
      '/messages',
      '/messages?status=failed',
      '/messages?q=ada@mail.dev',
      `/messages/${UNKNOWN}`,
      '/messages/resend-failed?since=2026-01-31T09:30',
      '/messages/export.csv',
      '/suppressions',
      '/suppressions/export.csv',
      '/limits',
      '/audit',
    ])('is a page that says so: %s', async (path) => {
      const page = await read(path)
      expect(page.status).toBe(503)
      expect(page.headers.get('content-type')).toMatch('text/html')
      expect(page.text).toContain('The database does not answer')
      expect(page.text).toContain('class="nav"')
    })

    it('is that page also after a form', async () => {
      for (const path of [
        `/messages/${UNKNOWN}/resend`,
        `/messages/${UNKNOWN}/reveal`,
        '/messages/resend-failed?since=2026-01-31T09:30',
        '/suppressions',
        '/audit/erase/preview',
        '/audit/erase',
      ]) {
        const fields = { person: 'user_2abc', address: 'ada@mail.dev', since: '2026-01-31T09:30' }
        const page = await ask(bellhop, path, form(fields, headers))
        expect([path, page.status]).toEqual([path, 503])
        expect(page.text).toContain('The database does not answer')
      }
    })

    it('is that page at every address for somebody with a session', async () => {
      for (const path of ['/', '/overview', '/messages', '/templates', '/doctor']) {
        const page = await browse(path)
        expect([path, page.status]).toEqual([path, 503])
        expect(page.text).toContain('The database does not answer')
      }
    })

    it('is JSON for a program', async () => {
      const authorization = `Bearer ${OPS_TOKEN}`
      expect(await ask(bellhop, '/messages', { headers: { authorization } })).toMatchObject({
        status: 503,
        text: '{"error":"unavailable"}',
      })
    })

    it('leads from the numbers by hour to the overview, which says so', async () => {
      const answer = await read('/overview/hours')
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/overview'])
    })

    it('is no error for the pages that need no database', async () => {
      for (const path of ['/templates', '/audit/erase', '/doctor']) {
        const page = await read(path)
        expect([path, page.status]).toEqual([path, 200])
        expect(page.text).toContain('<h1>')
      }
    })
  })
})
