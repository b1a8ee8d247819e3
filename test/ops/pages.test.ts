import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

describe.skipIf(!CHROMIUM)('the ledger in capture mode', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    // An empty token is none: whoever sits at the machine may look.
    bellhop = await startBellhop(home, { OPS_TOKEN: '' })
    browser = await openBrowser()
    page = await browser.newPage()
    complaints = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  })
  afterAll(async () => {
    await browser.close()
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function show(path: string): Promise<string> {
    await page.goto(`${bellhop.url}${path}`)
    return page.innerText('main')
  }

  it('say what to do when there is nothing yet', async () => {
    expect(await show('/')).toContain('trigger email.created')
  })

  it('escape what Clerk sends', async () => {
    const { answer } = await bellhop.post(emailCreated({ slug: '<b>bold</b>' }))
    await bellhop.reaches(answer.messageId, 'sent')
    expect(await show('/messages')).toContain('<b>bold</b>')
    await page.click('tbody a')
    expect(await page.title()).toBe('<b>bold</b> · Bellhop')
    expect(await page.innerText('main')).toContain('the outbox shows it in full')
  })

  it('fit on a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await show('/messages')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })

  it('make the browser complain of nothing', () => {
    expect(complaints).toEqual([])
  })
})

describe('access to the pages and the API', () => {
  const paths = ['/', '/messages', '/api/messages', '/api/outbox']

  async function statuses(
    env: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<number[]> {
    await using home = await createTestDatabase('pglite')
    await using bellhop = await startBellhop(home, env)
    return await Promise.all(
      paths.map(async (path) => (await fetch(`${bellhop.url}${path}`, { headers })).status),
    )
  }

  const resend = { RESEND_API_KEY: 're_1', EMAIL_FROM: 'a@acme.dev' }

  it.each([
    ['is open to this machine in capture mode', { OPS_TOKEN: '' }, {}, 200],
    [
      'is closed to what a proxy forwards',
      { OPS_TOKEN: '' },
      { 'x-forwarded-for': '203.0.113.7' },
      403,
    ],
    [
      'is closed without a token where messages really leave',
      { OPS_TOKEN: '', ...resend },
      {},
      403,
    ],
    ['needs the token where there is one', {}, {}, 401],
    ['refuses another token', {}, { authorization: 'Bearer nope' }, 401],
    ['takes the token', {}, { authorization: `Bearer ${OPS_TOKEN}` }, 200],
    [
      'takes the token as the password of a browser',
      {},
      { authorization: `Basic ${Buffer.from(`me:${OPS_TOKEN}`).toString('base64')}` },
      200,
    ],
    [
      'does not exist in production without a token',
      {
        OPS_TOKEN: '',
        NODE_ENV: 'production',
        EMAIL_TRANSPORT: 'capture',
        SMS_TRANSPORT: 'capture',
      },
      {},
      404,
    ],
  ])('%s', async (_, env, headers, status) => {
    expect(await statuses(env, headers)).toEqual(paths.map(() => status))
  })
})
