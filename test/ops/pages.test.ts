import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
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
    await Promise.all([page.waitForEvent('load'), page.click('tbody a')])
    expect(await page.title()).toBe('<b>bold</b> · Bellhop')
    expect(await page.innerText('main')).toContain('read it in the outbox')
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
