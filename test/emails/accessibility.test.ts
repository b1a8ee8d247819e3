import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/templates/catalogues.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { variablesOf } from '../support/email-input.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'
import { FULL } from '../support/full.ts'

// What the page has, where the functions given to it run.
declare const axe: { run(options: RunOptions): Promise<AxeResults> }
declare const document: { documentElement: { scrollWidth: number; clientWidth: number } }

const WIDE = 600
const NARROW = 360
const SCHEMES = ['light', 'dark'] as const

// A mail client shows an email inside a page of its own, which has the landmarks.
const OPTIONS: RunOptions = {
  rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } },
  resultTypes: ['violations'],
}

// Colours do not depend on the language, nor does the layout on the colours: one language of each
// direction shows both, and of all the others the width is checked.
const IN_ALL_VIEWS = FULL ? LANGUAGES : ['en', 'ar']

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

  it('is seen to be at fault where it is', async () => {
    await page.setContent('<img src="x"><p style="width: 5000px">wide</p>')
    expect(await violations()).toContain('image-alt img')
    expect(await pixelsTooWide()).toBeGreaterThan(0)
  })

  it.each(IN_ALL_VIEWS)(
    'is accessible, light and dark, wide and narrow, in %s',
    async (locale) => {
      const faults: string[] = []
      for (const slug of EMAIL_SLUGS) {
        await page.setContent((await writeEmail(slug, locale)).html)
        for (const width of [WIDE, NARROW]) {
          await page.setViewportSize({ width, height: 900 })
          for (const colorScheme of SCHEMES) {
            await page.emulateMedia({ colorScheme })
            const found = await violations()
            faults.push(...found.map((fault) => `${slug}, ${colorScheme}, ${width} px: ${fault}`))
          }
        }
      }
      expect(faults).toEqual([])
    },
    240_000,
  )

  it('fits a narrow screen in every language', async () => {
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
  }, 120_000)

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
    120_000,
  )
})
