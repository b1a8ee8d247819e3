import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM } from '../../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../../support/browser-scene.ts'
import { addMessage } from '../../support/ledger-rows.ts'

describe.skipIf(!CHROMIUM)('a field for an instant', () => {
  let scene: BrowserScene
  beforeAll(async () => {
    scene = await openBrowserScene()
    await addMessage(scene.bellhop.database.db, { status: 'sent' })
  })
  afterAll(() => scene[Symbol.asyncDispose]())

  async function open(path: string, javaScriptEnabled = true) {
    const opened = await scene.openPage({ timezoneId: 'Asia/Kolkata', javaScriptEnabled })
    await opened.page.goto(scene.bellhop.url + path)
    return opened
  }

  it('is in the zone of the reader, as all times are, and the address has UTC', async () => {
    const { page, consoleErrors } = await open('/audit?since=2026-01-31T22:00:30')
    const since = page.getByLabel('Since (your time)')
    expect(await since.inputValue()).toBe('2026-02-01T03:30:30')
    await page.getByLabel('Until (your time)').fill('2026-02-01T04:00')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL('**/audit?*until*')
    const query = new URL(page.url()).searchParams
    expect(query.get('since')).toBe('2026-01-31T22:00:30')
    expect(query.get('until')).toBe('2026-01-31T22:30')
    expect(await since.inputValue()).toBe('2026-02-01T03:30:30')
    await page.goBack()
    await page.waitForURL('**/audit?since*')
    expect(await since.inputValue()).toBe('2026-02-01T03:30:30')
    expect(consoleErrors).toEqual([])
    await page.context().close()
  })

  it('is also so among the filters of the messages', async () => {
    const { page } = await open('/messages')
    await page.getByText('Add filter').click()
    await page.getByLabel('Since (your time)').fill('2026-02-01T03:30')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL('**/messages?*since*')
    expect(new URL(page.url()).searchParams.get('since')).toBe('2026-01-31T22:00')
    await page.context().close()
  })

  it('is in UTC without a script, and says so', async () => {
    const { page } = await open('/audit?since=2026-01-31T22:00', false)
    expect(await page.getByLabel('Since (UTC)').inputValue()).toBe('2026-01-31T22:00')
    await page.context().close()
  })
})
