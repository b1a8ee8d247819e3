import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/templates/catalogues.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { variablesOf } from '../support/email-input.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'

// What the page has, where the functions given to it run.
declare const axe: { run(options: RunOptions): Promise<AxeResults> }
declare const document: { documentElement: { scrollWidth: number; clientWidth: number } }

const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [600, 360]

// A mail client shows an email inside a page of its own, which has the landmarks.
const OPTIONS: RunOptions = {
  rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } },
  resultTypes: ['violations'],
}

describe.skipIf(!CHROMIUM)('every email, light and dark, wide and narrow', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage()
    await page.route(/^https?:/, (route) => route.abort())
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.goto('about:blank')
    await page.addInitScript(await readFile(source, 'utf8'))
  })
  afterAll(() => browser.close())

  async function faultsOf(html: string): Promise<string[]> {
    await page.goto('about:blank')
    await page.setContent(html)
    const faults: string[] = []
    for (const colorScheme of SCHEMES) {
      for (const width of WIDTHS) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 900 })
        const found = await page.evaluate(async (options) => {
          const { violations } = await axe.run(options)
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
          return [
            ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`)),
            ...(wide > 0 ? [`${wide} px too wide`] : []),
          ]
        }, OPTIONS)
        faults.push(...found.map((fault) => `${colorScheme} ${width}: ${fault}`))
      }
    }
    return faults
  }

  it.each(['en', 'de', 'ar'])(
    'fits with the longest names on the narrowest phone in %s',
    async (locale) => {
      const name = 'Wolfeschlegelsteinhausenbergerdorffundzuregenstaufunterbergenheim'
      const names = {
        first_name: name,
        greeting_name: name,
        inviter_name: name,
        passkey_name: name,
      }
      await page.setViewportSize({ width: 320, height: 900 })
      for (const slug of EMAIL_SLUGS) {
        const variables = {
          ...variablesOf(slug),
          ...names,
          org: { name },
          location: name,
          app: { name },
        }
        await page.setContent((await writeEmail(slug, locale, variables)).html)
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(wide, slug).toBe(0)
      }
    },
    120_000,
  )

  it.each(LANGUAGES)(
    'is accessible and fits in %s',
    async (locale) => {
      for (const slug of EMAIL_SLUGS) {
        const { html } = await writeEmail(slug, locale)
        expect(await faultsOf(html), slug).toEqual([])
      }
    },
    120_000,
  )
})
