import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { variablesOf } from '../support/email-input.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'
import { FULL } from '../support/full.ts'

// Exist in the page, where the functions passed to `evaluate` run.
declare const axe: { run(options: RunOptions): Promise<AxeResults> }
declare const document: { documentElement: { scrollWidth: number; clientWidth: number } }

const WIDE = 600
const NARROW = 360
const SCHEMES = ['light', 'dark'] as const

// A mail client shows an email inside its own page, which has the landmarks.
const OPTIONS: RunOptions = {
  rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } },
  resultTypes: ['violations'],
}

const ALL_VIEWS = [WIDE, NARROW].flatMap((width) =>
  SCHEMES.map((colorScheme) => ({ width, colorScheme })),
)

// Colours do not depend on the language or the width. So the short form looks at one language of each
// direction, and at each width in each of them, with both colour schemes at both widths.
const VIEWS: Readonly<Record<string, typeof ALL_VIEWS>> = FULL
  ? Object.fromEntries(LANGUAGES.map((locale) => [locale, ALL_VIEWS]))
  : {
      en: ALL_VIEWS.filter(
        ({ width, colorScheme }) => (width === WIDE) === (colorScheme === 'dark'),
      ),
      ar: ALL_VIEWS.filter(
        ({ width, colorScheme }) => (width === WIDE) === (colorScheme === 'light'),
      ),
    }

describe.skipIf(!CHROMIUM)('every email', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage()
    await page.route(/^https?:/, (route) => route.abort())
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.addInitScript(await readFile(source, 'utf8'))
    await page.goto('about:blank')
  })
  afterAll(() => browser.close())

  function pixelsTooWide(): Promise<number> {
    return page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
  }

  async function violations(): Promise<string[]> {
    return page.evaluate(async (options) => {
      const { violations } = await axe.run(options)
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`))
    }, OPTIONS)
  }

  it('is reported when it has a fault', async () => {
    await page.setContent('<img src="x"><p style="width: 5000px">wide</p>')
    expect(await violations()).toContain('image-alt img')
    expect(await pixelsTooWide()).toBeGreaterThan(0)
  })

  it.each(Object.entries(VIEWS))(
    'is accessible in %s',
    async (locale, views) => {
      const faults: string[] = []
      for (const { width, colorScheme } of views) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        for (const slug of EMAIL_SLUGS) {
          await page.setContent((await writeEmail(slug, locale)).html)
          const found = await violations()
          faults.push(...found.map((fault) => `${slug}, ${colorScheme}, ${width} px: ${fault}`))
        }
      }
      expect(faults).toEqual([])
    },
    600_000,
  )

  // The short form has the test below, which is stricter, in three languages.
  it.runIf(FULL)('fits a narrow screen in every language', async () => {
    const faults: string[] = []
    await page.setViewportSize({ width: NARROW, height: 900 })
    for (const locale of LANGUAGES) {
      for (const slug of EMAIL_SLUGS) {
        await page.setContent((await writeEmail(slug, locale)).html)
        const wide = await pixelsTooWide()
        if (wide > 0) faults.push(`${slug} in ${locale}: ${wide} px too wide`)
      }
    }
    expect(faults).toEqual([])
  })

  it.each(['en', 'de', 'ar'])(
    'fits with the longest names on the narrowest phone in %s',
    async (locale) => {
      const name = 'Wolfeschlegelsteinhausenbergerdorffundzuregenstaufunterbergenheim'
      const names = Object.fromEntries(
        ['first_name', 'greeting_name', 'inviter_name', 'passkey_name', 'location'].map((key) => [
          key,
          name,
        ]),
      )
      await page.setViewportSize({ width: 320, height: 900 })
      for (const slug of EMAIL_SLUGS) {
        const variables = { ...variablesOf(slug), ...names, org: { name }, app: { name } }
        await page.setContent((await writeEmail(slug, locale, variables)).html)
        expect(await pixelsTooWide(), slug).toBe(0)
      }
    },
  )
})
