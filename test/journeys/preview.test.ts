import { describe, expect, it } from 'vitest'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { EMAIL_SLUGS } from '../support/every-email.ts'
import { startPreview } from '../support/preview.ts'

describe.skipIf(!CHROMIUM)('the preview of the emails', () => {
  it('lists every template, and shows another language when the props say so', async () => {
    await using preview = await startPreview()
    const browser = await openBrowser()
    try {
      const page = await browser.newPage()
      page.setDefaultTimeout(85_000)
      await page.goto(`${preview.url}/preview/verification-code`)
      const names = await page
        .locator('a[href^="/preview/"]')
        .evaluateAll((links) =>
          links.map((link) => (link as unknown as { pathname: string }).pathname),
        )
      for (const slug of EMAIL_SLUGS)
        expect(names).toContain(`/preview/${slug.replaceAll('_', '-')}`)

      const email = page.frameLocator('iframe').locator('html')
      await email.and(page.frameLocator('iframe').locator('[lang=en]')).waitFor()
      const panel = page.getByRole('button', { name: 'Props panel' })
      const isOpen = async () => (await panel.getAttribute('aria-pressed')) === 'true'
      // A click has no effect before the page is hydrated.
      const open = async () => {
        if (!(await isOpen())) await panel.click()
        return isOpen()
      }
      await expect.poll(open, { timeout: 85_000 }).toBe(true)
      const props = page.getByRole('textbox')
      await props.fill((await props.inputValue()).replace('"locale": "en"', '"locale": "ar"'))
      await page.frameLocator('iframe').locator('html[lang=ar][dir=rtl]').waitFor()

      // The request that its buttons make, and its server by itself.
      const violation = await page.evaluate(`new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) =>
          resolve(event.effectiveDirective + ' ' + event.blockedURI))
        fetch('https://react.email/api/check-spam', { method: 'POST' }).catch(() => {})
      })`)
      expect(violation).toBe('connect-src https://react.email/api/check-spam')
      await page.goto(`${preview.url}/preview/previews/sms`)
      await page.frameLocator('iframe').getByText('verification_code: ').waitFor()
    } finally {
      await browser.close()
    }
  }, 180_000)
})
