import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PNG } from 'pngjs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/config.ts'
import { setVocabulary } from '../../src/templates/vocabulary.ts'
import { compare } from '../shots/compare.ts'
import { contactSheet } from '../shots/contact-sheet.ts'
import { finish } from '../shots/finish.ts'
import { everyEmail, everyLanguage } from '../shots/shown-emails.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'

const PROJECT = fileURLToPath(new URL('../fixtures/project/bellhop.config.ts', import.meta.url))

describe.skipIf(!CHROMIUM)('a contact sheet', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('is one long picture of every email, light or dark, wide or narrow', async () => {
    const emails = await everyEmail(await loadConfig({ BELLHOP_CONFIG: 'off' }), null, 'en')
    expect(emails).toHaveLength(28)
    const light = await contactSheet(browser, emails, { width: 600, colorScheme: 'light' })
    const dark = await contactSheet(browser, emails, { width: 600, colorScheme: 'dark' })
    const narrow = await contactSheet(browser, emails, { width: 360, colorScheme: 'light' })
    expect(light.subarray(1, 4).toString()).toBe('PNG')
    // The header contains width and height.
    expect(light.readUInt32BE(16)).toBe(4 * 608 + 8)
    expect(light.readUInt32BE(20)).toBeGreaterThan(3000)
    expect(narrow.readUInt32BE(16)).toBe(6 * 368 + 8)
    expect(dark.equals(light)).toBe(false)
  })

  it('has the brand, the words and the own templates of the settings file', async () => {
    const config = await loadConfig({ BELLHOP_CONFIG: PROJECT })
    try {
      setVocabulary(config.words, config.locales)
      const emails = await everyEmail(config, 'ins_staging', 'de')
      const titles = emails.map(({ title }) => title)
      expect(titles).toContain(
        'verification_code: [Staging] 123456 ist dein Code für Northwind Staging',
      )
      expect(titles).toContain('welcome: [Staging] Good to see you at Northwind Staging')
      expect(titles.join()).not.toMatch(/(^|,)(invitation|passkey_added):/)

      const languages = await everyLanguage(config, null, 'mfa_enabled')
      expect(languages.map(({ title }) => title.slice(0, 3))).toEqual(['en:', 'de:'])
      const pictures = new Map(config.brandFiles.map(({ path, body }) => [path, body]))
      const options = { width: 360, colorScheme: 'light' } as const
      const own = await contactSheet(browser, languages, { ...options, pictures })
      expect(own.equals(await contactSheet(browser, languages, options))).toBe(false)
    } finally {
      setVocabulary()
    }
  })
})

describe('sheets that were approved', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-shots-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** A white picture with so many black pixels. */
  function picture(black: number, height = 4): Buffer {
    const png = new PNG({ width: 4, height })
    png.data.fill(255)
    for (let at = 0; at < black; at++) png.data.fill(0, at * 4, at * 4 + 3)
    return PNG.sync.write(png)
  }

  it('are compared pixel by pixel', async () => {
    const compared = (made: Buffer) => finish('en', made, { compare: true }, folder)
    expect(await compared(picture(0))).toMatchObject({ same: false })
    await finish('en', picture(0), { approve: true }, folder)
    expect(await compared(picture(0))).toMatchObject({ same: true })
    const changed = await compared(picture(3))
    expect(changed).toMatchObject({ same: false })
    expect(changed.line).toContain(': 3 pixels changed')
    const marked = PNG.sync.read(await readFile(join(folder, 'en-changed.png')))
    expect([...marked.data.subarray(0, 3)]).toEqual([255, 0, 0])
  })

  it('count what only one picture has', () => {
    expect(compare(picture(0), picture(0, 6)).pixels).toBe(8)
    expect(compare(picture(0, 6), picture(1)).pixels).toBe(9)
  })
})
