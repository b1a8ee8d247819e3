import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningBellhop } from '../support/bellhop.ts'
import { CHROMIUM } from '../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../support/browser-scene.ts'
import { emailCreated } from '../support/clerk-events.ts'

describe.skipIf(!CHROMIUM)('the ledger in capture mode', () => {
  let scene: BrowserScene
  let bellhop: RunningBellhop
  let page: Page
  let consoleErrors: string[]

  beforeAll(async () => {
    scene = await openBrowserScene()
    bellhop = scene.bellhop
    ;({ page, consoleErrors } = await scene.openPage())
  })
  afterAll(() => scene[Symbol.asyncDispose]())

  async function show(path: string): Promise<string> {
    await page.goto(`${bellhop.url}${path}`)
    return page.innerText('main')
  }

  it('say what to do while there are no messages', async () => {
    expect(await show('/')).toContain('trigger email.created')
  })

  it('escape the text of Clerk', async () => {
    const { answer } = await bellhop.post(emailCreated({ slug: '<b>bold</b>' }))
    await bellhop.reaches(answer.messageId, 'sent')
    expect(await show('/messages')).toContain('<b>bold</b>')
    await Promise.all([page.waitForEvent('load'), page.click('tbody a')])
    expect(await page.title()).toMatch(/^<b>bold<\/b> to .* · Bellhop$/)
    expect(await page.innerText('main')).toContain('Read it in the outbox')
  })

  it('fit on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await show('/messages')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })

  it('cause no errors in the console of the browser', () => {
    expect(consoleErrors).toEqual([])
  })
})
