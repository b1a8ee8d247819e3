import { describe, expect, it } from 'vitest'
import { contactSheet } from '../shots/contact-sheet.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'

describe.skipIf(!CHROMIUM)('a contact sheet', () => {
  it('is one long picture, light or dark', async () => {
    const browser = await openBrowser()
    try {
      const [light, dark] = [
        await contactSheet(browser, 'en', 'light'),
        await contactSheet(browser, 'en', 'dark'),
      ]
      expect(light.subarray(1, 4).toString()).toBe('PNG')
      // The header contains width and height.
      expect(light.readUInt32BE(16)).toBe(2080)
      expect(light.readUInt32BE(20)).toBeGreaterThan(3000)
      expect(dark.equals(light)).toBe(false)
    } finally {
      await browser.close()
    }
  }, 120_000)
})
