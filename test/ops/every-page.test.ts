import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { CHROMIUM, consoleErrorsOf, openBrowser } from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'
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
  let home: TestDatabase
  let bellhop: RunningBellhop
  let browser: Browser
  let pages: readonly ShownPage[]
  let axeSource: string

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    // An empty token counts as none, so requests from this machine are let in.
    bellhop = await startBellhop(home, { OPS_TOKEN: '', APP_ORIGIN: 'https://app.acme.dev' })
    pages = await everyPage(bellhop)
    browser = await openBrowser()
    const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    axeSource = await readFile(file, 'utf8')
  })
  afterAll(async () => {
    await browser.close()
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  it.each(VIEWS.map((view, index) => ({ ...view, index })))(
    'is accessible, fits, is light and causes no errors: $scheme, $width px',
    async ({ scheme, width, index }) => {
      const context = await browser.newContext({
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
    240_000,
  )

  async function faultsOf(page: Page, path: string): Promise<string[]> {
    const errors = consoleErrorsOf(page)
    const bytes = countBytes(page)
    const response = await page.goto(`${bellhop.url}${path}`)
    const moving = await page.evaluate(() => document.getAnimations().length)
    await page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    const outside = await page.evaluate<string[]>(OUTSIDE)
    const tables = await page.evaluate<string[]>(TABLES)
    const size = await bytes()
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

/** Counts what the page itself transfers: not the email in a frame, and no pictures. */
function countBytes(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.frame() !== page.mainFrame()) return
    if (!['document', 'stylesheet', 'script'].includes(request.resourceType())) return
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
