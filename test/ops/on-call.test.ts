import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPS_TOKEN } from '../support/bellhop.ts'
import { CHROMIUM } from '../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../support/browser-scene.ts'
import { addFailed, addMessage, CONTENT } from '../support/ledger-rows.ts'
import { openProviders, type Providers } from '../support/providers.ts'

const MINUTE = 60_000
const USER = 'ada@acme.dev'
const CLICKS = 5

describe.skipIf(!CHROMIUM)('somebody on call whose users wait for codes', () => {
  let providers: Providers
  let scene: BrowserScene
  let page: Page
  let consoleErrors: string[]
  let failed: string
  let clicks = 0

  beforeAll(async () => {
    providers = await openProviders()
    // As Resend answers when somebody has deleted the key.
    providers.resend.faults.when(() => ({
      kind: 'answer',
      status: 401,
      body: { statusCode: 401, name: 'invalid_api_key', message: 'API key is invalid' },
    }))
    scene = await openBrowserScene({ ...providers.env, OPS_TOKEN, PUBLIC_URL: '' })
    failed = await furnishOutage()
    ;({ page, consoleErrors } = await scene.openPage({ viewport: { width: 360, height: 740 } }))
    await page.goto(`${scene.bellhop.url}/login?next=/overview`)
    await page.fill('#token', OPS_TOKEN)
    await Promise.all([page.waitForURL('**/overview'), page.keyboard.press('Enter')])
  })
  afterAll(async () => {
    await scene[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
  })

  /** Codes that have waited for ten minutes for a provider that is stopped, and one that failed before. */
  async function furnishOutage(): Promise<string> {
    const { db } = scene.bellhop.database
    const began = new Date(Date.now() - 10 * MINUTE)
    await db
      .updateTable('transports')
      .set({
        stoppedBy: 'invalid_api_key',
        confirmedAt: began,
        probeAt: new Date(Date.now() + 60 * MINUTE),
      })
      .where('provider', '=', 'resend')
      .execute()
    const code = { createdAt: began, expiresAt: new Date(Date.now() + 20 * MINUTE) }
    for (const recipient of ['grace@acme.dev', 'lin@acme.dev'])
      await addMessage(db, { ...code, status: 'queued', attempts: 0, recipient, content: CONTENT })
    const reason = 'invalid_api_key'
    return addFailed(db, { ...code, recipient: USER, provider: 'resend', reason })
  }

  async function click(target: Locator): Promise<void> {
    clicks += 1
    await target.click()
  }

  it('reads the cause at the top of the overview, and what helps on the next page', async () => {
    const status = page.locator('.status-line')
    expect(await status.innerText()).toContain('Resend is stopped')
    expect(await status.innerText()).toContain('invalid_api_key')
    // Written by the script of the page.
    await status.getByText(/^\d+ min ago$/).waitFor()
    expect(await status.innerText()).toContain('No email is sent. 2 messages wait.')
    expect(await isSeenAtOnce('.status-line')).toBe(true)
    await click(status.getByText('Run the checks'))
    await page.waitForURL('**/doctor')
    const problem = page.locator('tr', { hasText: 'resend.' }).first()
    expect(await problem.innerText()).toContain('RESEND_API_KEY')
  })

  it('finds the code of a user by the address, and what became of it', async () => {
    await click(page.locator('.nav').getByText('Messages'))
    await page.waitForURL('**/messages')
    await page.keyboard.press('/')
    await page.keyboard.type(USER)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/messages?q=*')
    expect(await page.locator('tbody tr').count()).toBe(1)
    await click(page.getByRole('link', { name: 'failed: verification_code to a***@acme.dev' }))
    await page.waitForURL(`**/messages/${failed}`)
    expect(await page.innerText('h1')).toBe('Verification code to a***@acme.dev failed')
    expect(await page.locator('.status-line').innerText()).toContain('It was not sent')
    expect(await page.locator('.status-line').innerText()).toContain('invalid_api_key')
    expect(await isSeenAtOnce('.status-line')).toBe(true)
  })

  it('sends it again once Resend has a valid key, and reads that Resend has it', async () => {
    const { bellhop } = scene
    providers.resend.faults.clear()
    await bellhop.database.db
      .updateTable('transports')
      .set({ stoppedBy: null, confirmedAt: null, probeAt: null })
      .execute()
    await click(page.locator('summary', { hasText: 'Send again' }))
    expect(await page.locator('.confirm-body').first().innerText()).toContain(
      'goes to a***@acme.dev',
    )
    await click(page.getByRole('button', { name: 'Yes, send it again' }))
    await page.waitForURL((url) => !url.pathname.includes(failed))
    const id = new URL(page.url()).pathname.split('/').at(-1)
    await bellhop.reaches(id, 'sent')
    await page.reload()
    expect(await page.locator('.status-line').innerText()).toContain('Accepted by Resend')
    expect(providers.resend.accepted.flatMap(({ to }) => to)).toContain(USER)
  })

  it(`has clicked ${CLICKS} times, and no page caused an error`, () => {
    expect(clicks).toBe(CLICKS)
    expect(consoleErrors).toEqual([])
  })

  /** Whether all of it is on the first screen of a phone. */
  async function isSeenAtOnce(selector: string): Promise<boolean> {
    const box = await page.locator(selector).boundingBox()
    return box !== null && box.y + box.height <= 740
  }
})
