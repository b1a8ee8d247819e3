import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setVocabulary } from '../../../src/templates/vocabulary.ts'
import { startBellhop } from '../../support/bellhop.ts'
import { CHROMIUM, consoleErrorsOf, openBrowser } from '../../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

const settingsOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const PROJECT = settingsOf('../../fixtures/project/bellhop.config.ts')
const BROKEN = settingsOf('../../fixtures/broken-project/bellhop.config.ts')

describe('the page of templates', () => {
  let home: TestDatabase
  beforeAll(async () => {
    home = await createTestDatabase('pglite')
  })
  afterAll(async () => {
    setVocabulary()
    await home[Symbol.asyncDispose]()
  })

  it('shows brand, words, own templates and instances of the settings file', async () => {
    await using bellhop = await startBellhop(home, {}, { settings: PROJECT })
    const read = async (path: string) => (await bellhop.get(path)).text()

    const staging = await read(
      '/templates?message=email:verification_code&language=de&instance=ins_staging',
    )
    expect(staging).toContain('[Staging] 427193 ist dein Code für Northwind Staging')
    expect(staging).toContain('Northwind Staging &lt;auth@staging.northwind.dev&gt;')
    expect(staging).toContain('<option value="de" selected')
    expect(staging).not.toContain('<option value="fr"')

    const html = await read('/templates/html?message=email:verification_code&language=de')
    expect(html).toContain('Hafenstraße 1')
    expect(html).toMatch(/<img[^>]*\/brand\/logo-[\da-f]{8}\.png/)
    expect(await read('/templates/html?message=email:welcome')).toContain(
      '<h1>Good to see you at Northwind</h1>',
    )
    expect(await read('/templates?message=sms:verification_code')).toContain('Northwind: 427193')
    expect(await read('/templates?message=email:invitation')).toContain('leave this message')
    expect(await read('/templates?message=sms:passkey_added')).toContain('switch this message off')
    expect((await bellhop.get('/templates/html?message=sms:invitation')).status).toBe(404)
  })

  it('says why a template cannot be used', async () => {
    await using bellhop = await startBellhop(home, {}, { settings: BROKEN })
    const answer = await bellhop.get('/templates?message=email:welcome')
    expect(await answer.text()).toMatch(/emails\/throws\.tsx:4:\d+: There is no such gift\./)
  })

  it.skipIf(!CHROMIUM)('shows the email that was chosen, in a browser', async () => {
    await using bellhop = await startBellhop(home, { OPS_TOKEN: '' })
    const browser = await openBrowser()
    try {
      const page = await browser.newPage()
      const errors = consoleErrorsOf(page)
      await page.goto(`${bellhop.url}/templates`)
      await page.getByRole('link', { name: 'magic_link_sign_in' }).click()
      await page.waitForURL(/magic_link_sign_in/)
      await page.selectOption('#language', 'ar')
      await page.waitForURL(/language=ar/)
      await page.check('[name=phone]')
      await page.waitForURL(/phone=1/)
      await page.frameLocator('iframe').locator('html[lang=ar][dir=rtl]').waitFor()
      expect((await page.locator('iframe').boundingBox())?.width).toBeLessThanOrEqual(362)
      await page.keyboard.press('j')
      await page.waitForURL(/magic_link_sign_up.*phone=1/)
      await page.setViewportSize({ width: 360, height: 740 })
      await page.selectOption('#message', 'sms:verification_code')
      await page.getByText('1 segment').waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
      expect(errors).toEqual([])
    } finally {
      await browser.close()
    }
  })

  it.skipIf(!CHROMIUM)('works without a script', async () => {
    await using bellhop = await startBellhop(home, { OPS_TOKEN: '' })
    const browser = await openBrowser()
    try {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const page = await context.newPage()
      await page.goto(`${bellhop.url}/templates`)
      await page.selectOption('#language', 'de')
      await page.click('button:text("Show")')
      await page.frameLocator('iframe').locator('html[lang=de]').waitFor()
    } finally {
      await browser.close()
    }
  })
})
