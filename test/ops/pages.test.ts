import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

describe.skipIf(!CHROMIUM)('the pages in capture mode', () => {
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

  it('show an email in full, and run nothing that is in it', async () => {
    const body = `<p id="seen">Hello</p><script>document.title = 'taken over'</script><img src="x" onerror="document.title = 'taken over'">`
    const { answer } = await bellhop.post(
      emailCreated({ slug: 'news', body, body_plain: 'Hello', data: { otp_code: '918273' } }),
    )
    await bellhop.reaches(answer.messageId, 'sent')
    expect(await show('/messages')).toMatch(/news\s+p\*\*\*@mail\.dev\s+sent/)
    await page.click('tbody a')
    expect(await page.innerText('main')).toContain('918273')
    const frame = page.frameLocator('iframe')
    expect(await frame.locator('#seen').innerText()).toBe('Hello')
    expect(await page.title()).toBe('news · Bellhop')
    // The browser says that it blocked the script; that is the point.
    complaints = complaints.filter((text) => !/sandbox|Content Security Policy/.test(text))
  })

  it('show an SMS', async () => {
    const { answer } = await bellhop.post(smsCreated())
    await bellhop.reaches(answer.messageId, 'sent')
    expect(await show(`/messages/${answer.messageId}`)).toContain(
      '123456 is your verification code.',
    )
  })

  it('escape what Clerk sends', async () => {
    const { answer } = await bellhop.post(emailCreated({ slug: '<b>bold</b>' }))
    await bellhop.reaches(answer.messageId, 'sent')
    expect(await show('/messages')).toContain('<b>bold</b>')
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
