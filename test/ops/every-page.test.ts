import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, consoleErrorsOf } from '../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../support/browser-scene.ts'
import { everyPage, type ShownPage } from '../support/every-page.ts'
import { FULL } from '../support/full.ts'

// The globals of the page, for the functions that run in it.
declare const axe: { run(): Promise<AxeResults> }
declare const document: {
  getAnimations(): readonly unknown[]
  documentElement: { scrollWidth: number; clientWidth: number }
}

const VIEWS = (['light', 'dark'] as const).flatMap((scheme) =>
  [360, 768, 1280].map((width) => ({ scheme, width })),
)

/** In the short form each page is opened in one of the views. */
function pagesIn(view: number, pages: readonly ShownPage[]): readonly ShownPage[] {
  return FULL ? pages : pages.filter((_page, index) => index % VIEWS.length === view)
}

/** HTML, style sheets and scripts of one page. */
const MOST_BYTES = 60_000

/**
 * Neither compressed nor from the cache, where a page is as heavy as on a first visit. Without the email in a
 * frame, its source and pictures.
 */
const BYTES = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ initiatorType }) => ['navigation', 'link', 'script', 'other'].includes(initiatorType))
  .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)
  - (document.querySelector('pre')?.innerHTML.length ?? 0)`

/** What people click or type into, if it is not within the width of the window. Strips of links and charts may scroll. */
const OUTSIDE = `[...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.nav, .tabs, .skip, svg'))
  .map((e) => ({ e, box: e.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
  .map(({ e }) => e.outerHTML.slice(0, 120))`

/** Tables without a name, without headings, or with headings that screen readers leave out. */
const TABLES = `[...document.querySelectorAll('table')]
  .filter((t) => {
    const name = t.caption ?? t.closest('[aria-label], [aria-labelledby]')
    const hidden = t.tHead && getComputedStyle(t.tHead).display === 'none'
    return !name || hidden || !t.querySelector('th[scope]')
  })
  .map((t) => t.outerHTML.slice(0, 120))`

describe.skipIf(!CHROMIUM)('every page', () => {
  let scene: BrowserScene
  let pages: readonly ShownPage[]
  let axeSource: string

  beforeAll(async () => {
    scene = await openBrowserScene({ APP_ORIGIN: 'https://app.acme.dev' })
    pages = await everyPage(scene.bellhop)
    const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    axeSource = await readFile(file, 'utf8')
  })
  afterAll(() => scene[Symbol.asyncDispose]())

  it.each(VIEWS.map((view, index) => ({ ...view, index })))(
    'is accessible, fits, is light and causes no errors: $scheme, $width px',
    async ({ scheme, width, index }) => {
      const context = await scene.browser.newContext({
        colorScheme: scheme,
        reducedMotion: 'reduce',
        viewport: { width, height: 800 },
      })
      const faults: string[] = []
      for (const { name, path } of pagesIn(index, pages)) {
        const page = await context.newPage()
        faults.push(...(await faultsOf(page, path)).map((fault) => `${name}: ${fault}`))
        await page.close()
      }
      await context.close()
      expect(faults).toEqual([])
    },
    900_000,
  )

  async function faultsOf(page: Page, path: string): Promise<string[]> {
    const errors = consoleErrorsOf(page)
    const response = await page.goto(`${scene.bellhop.url}${path}`)
    const moving = await page.evaluate(() => document.getAnimations().length)
    await page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    const outside = await page.evaluate<string[]>(OUTSIDE)
    const tables = await page.evaluate<string[]>(TABLES)
    const size = await page.evaluate<number>(BYTES)
    // An error page of its own kind is announced in the console.
    const expected = (response?.status() ?? 0) >= 400 ? /Failed to load resource/ : /^$/
    // The policy of the pages allows no scripts in them, and this one is not theirs.
    await page.evaluate(axeSource)
    const { violations } = await page.evaluate(() => axe.run())
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`)),
      ...errors.filter((error) => !expected.test(error)),
      ...(wide > 0 ? [`${wide} px too wide`] : []),
      ...outside.map((html) => `outside the window: ${html}`),
      ...tables.map((html) => `a table without a name or headings: ${html}`),
      ...(moving > 0 ? ['moves although motion is reduced'] : []),
      ...(size > MOST_BYTES ? [`${size} bytes`] : []),
    ]
  }
})
