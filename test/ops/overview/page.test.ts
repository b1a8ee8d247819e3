import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunningBellhop } from '../../support/bellhop.ts'
import { CHROMIUM } from '../../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../../support/browser-scene.ts'
import { addMessage } from '../../support/ledger-rows.ts'
import { furnish } from '../../support/operations-scene.ts'

describe.skipIf(!CHROMIUM)('the overview', () => {
  let scene: BrowserScene
  let bellhop: RunningBellhop
  let page: Page
  let consoleErrors: string[]

  beforeAll(async () => {
    scene = await openBrowserScene({ SMS_SEGMENT_PRICE: '0.01 EUR' })
    bellhop = scene.bellhop
  })
  afterAll(() => scene[Symbol.asyncDispose]())
  beforeEach(async () => {
    ;({ page, consoleErrors } = await scene.openPage({ viewport: { width: 360, height: 740 } }))
  })
  afterEach(async () => {
    await page.context().close()
    expect(consoleErrors).toEqual([])
  })

  const open = (query = '') => page.goto(`${bellhop.url}/overview${query}`)
  const part = (name: string) => page.locator(`[data-part=${name}]`)

  it('says what to do next on a new installation', async () => {
    await open()
    expect(await part('start').innerText()).toContain('bellhop trigger email.created')
    await part('start').getByText('Run the checks').click()
    await page.waitForURL('**/doctor')
  })

  it('shows what happened, the newest hour on the screen of a phone', async () => {
    const { db } = bellhop.database
    await furnish(db, new Date())
    await db.deleteFrom('messages').where('status', '=', 'queued').execute()
    const today = new Date(new Date().toISOString().slice(0, 10))
    await db.insertInto('smsDays').values({ day: today, segments: '120' }).execute()
    await open()
    expect(await part('start').innerText()).toBe('')
    expect(await part('status').innerText()).toContain('All is well')
    expect(await part('figures').innerText()).toContain('about €1.20')
    const newest = await page.evaluate<number>(
      "Math.max(...[...document.querySelectorAll('.chart a path:not([class])')].map((bar) => bar.getBoundingClientRect().right))",
    )
    expect(newest).toBeGreaterThan(300)
    expect(newest).toBeLessThanOrEqual(360)
    const begin = async () => (await page.locator('.chart').first().boundingBox())?.x
    expect(await begin()).toBeLessThan(0)
    await page.locator('.chart-box .scroll').first().focus()
    for (let n = 0; n < 20; n++) await page.keyboard.press('ArrowLeft')
    await expect.poll(begin).toBeGreaterThanOrEqual(0)
    expect(await page.locator('.chart-axis').first().innerText()).toContain('24 h ago')
  })

  it('leads from a bar to its messages, and from what is in trouble to those of its status', async () => {
    await open()
    await page
      .locator('.chart >> nth=0 >> a:has(title)')
      .last()
      .click({ position: { x: 4, y: 4 } })
    await page.waitForURL('**/messages?channel=email&since=*')
    await open()
    await page.locator('.chart a:has(.g-trouble)').last().click()
    await page.waitForURL(
      /messages\?channel=(email|sms)&status=(bounced|failed|unknown)&since=.*&until=/,
    )
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0)
  })

  it('has the numbers of the charts as a table', async () => {
    await open()
    await page.getByText('The same as a table').click()
    await page.waitForURL('**/overview/hours')
    await page.locator('tbody td a').first().click()
    await page.waitForURL(/messages\?channel=(email|sms)&status=\w+&since=/)
    await page.goto(`${bellhop.url}/overview/fax/2026-03-01T10`)
    expect(await page.innerText('h1')).toBe('Not found')
    consoleErrors.length = 0
  })

  it('updates itself', async () => {
    await open()
    await page.locator('#live[data-state=live]').waitFor()
    const at = new Date()
    const id = await addMessage(bellhop.database.db, {
      status: 'queued',
      createdAt: new Date(at.getTime() - 60_000),
      dueAt: new Date(at.getTime() + 3_600_000),
      attempts: 0,
    })
    await part('status').getByText('Codes by email are late').waitFor()
    await part('waiting').getByText('codes').waitFor()
    await part('status').getByText('See the oldest code').click()
    await page.waitForURL(`**/messages/${id}`)
    await bellhop.database.db.deleteFrom('messages').where('id', '=', id).execute()
  })

  it('says what is of the chosen instance, and keeps it in its links', async () => {
    await addMessage(bellhop.database.db, { status: 'failed', instanceId: 'ins_shop' })
    await open('?instance=ins_shop')
    expect(await page.innerText('main')).toContain('are of all instances')
    expect(await part('figures').innerText()).toContain('of 1 message')
    await page.locator('.sums a').click()
    await page.waitForURL('**/messages?status=failed&instance=ins_shop&since=*')
  })

  it('weighs less than 60 kB', async () => {
    await open()
    const bytes = await page.evaluate<number>(
      `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)`,
    )
    expect(bytes).toBeLessThan(60_000)
  })

  // This must be the last test, because nothing works after it.
  it('says that the database does not answer, and keeps the figures', async () => {
    await open()
    await page.locator('#live[data-state=live]').waitFor()
    await bellhop.database.close()
    await part('status').getByText('The database does not answer').waitFor()
    expect(await part('figures').innerText()).toContain('Failed, 24 h')
    await page.reload()
    expect(await page.innerText('main')).toContain('The figures could not be read')
    consoleErrors.length = 0
  })
})
