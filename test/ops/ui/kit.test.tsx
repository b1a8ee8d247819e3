/** @jsxImportSource hono/jsx */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { Hono } from 'hono'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpsEnv } from '../../../src/ops/access/visitor.ts'
import { openedAssets } from '../../../src/ops/ui/asset.ts'
import { page as asPage } from '../../../src/ops/ui/layout.tsx'
import { liveParts } from '../../../src/ops/ui/live.tsx'
import { securityHeaders } from '../../../src/ops/ui/security-headers.ts'
import { type Listening, listen } from '../../../src/runtime/server.ts'
import { CHROMIUM, consoleErrorsOf, openBrowser } from '../../support/browser.ts'
import { EveryComponent } from './every-component.tsx'

// The globals of the page, for the functions that run in it.
declare const axe: { run(): Promise<AxeResults> }

const BASE = '/bellhop'
const MINUTE = 60_000

describe.skipIf(!CHROMIUM)('the components of the pages', () => {
  let server: Listening
  let browser: Browser
  let page: Page
  let consoleErrors: string[]
  let count = 1
  const drawnAt = new Date()

  beforeAll(async () => {
    const routes = new Hono<OpsEnv>().use(securityHeaders).use(async (c, next) => {
      c.set('basePath', BASE)
      c.set('hasOutbox', true)
      c.set('visitor', { actor: 'token', role: 'operator', isStillIn: async () => true })
      c.set('shell', {
        environment: 'production',
        instances: async () => ['shop', 'staging'].map((id) => ({ id, label: id })),
      })
      await next()
    })
    const now = () => new Date()
    const at = new Date(drawnAt.getTime() - 2 * MINUTE)
    routes.get('/every', (c) =>
      asPage(c, 'Every component', <EveryComponent now={at} count={count} />, { live: true }),
    )
    routes.get('/every/events', (c) => {
      const open = () => (
        <details>
          <summary>More</summary>
          {count}
        </details>
      )
      return liveParts(c, { now, everyMs: 20, parts: async () => ({ count, open: open() }) })
    })
    routes.get('/messages/:id', (c) => asPage(c, 'Message', <p>{c.req.param('id')}</p>))
    for (const { path, serve } of openedAssets()) routes.get(path, serve)
    server = await listen(new Hono().route(BASE, routes), { host: '127.0.0.1', port: 0 })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.close(1_000)
  })
  beforeEach(() => open({}))
  afterEach(async () => {
    await page.context().close()
    expect(consoleErrors).toEqual([])
  })

  async function open(options: BrowserContextOptions, at?: Date): Promise<void> {
    page = await (await browser.newContext(options)).newPage()
    consoleErrors = consoleErrorsOf(page)
    if (at) await page.clock.setFixedTime(at)
    await page.goto(`${server.url}${BASE}/every`)
  }

  it.each(
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [360, 768, 1280].map((width) => ({ colorScheme, width })),
    ),
  )('are accessible and fit: $colorScheme, $width px', async ({ colorScheme, width }) => {
    await page.context().close()
    await open({ bypassCSP: true, colorScheme, viewport: { width, height: 800 } })
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.evaluate(await readFile(source, 'utf8'))
    await page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    const found = await page.evaluate(async () =>
      (await axe.run()).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${id} ${target}`),
      ),
    )
    expect(found).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  })

  it('show times in words, and the exact one on focus', async () => {
    await page.context().close()
    // The words do not depend on how long the tests take.
    await open({}, drawnAt)
    const time = page.locator('.status-line time')
    expect(await time.innerText()).toBe('2 min ago')
    expect(await page.locator('tbody time').nth(1).innerText()).toBe('12 min ago')
    await time.focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    expect(await page.locator('#exact').innerText()).toMatch(/\d{4}.* \d{2}:\d{2}:\d{2}/)
    await page.keyboard.press('Escape')
    await page.locator('#exact').waitFor({ state: 'hidden' })
  })

  it('show exact times in UTC without a script', async () => {
    await page.context().close()
    await open({ javaScriptEnabled: false })
    expect(await page.locator('.status-line time').innerText()).toMatch(
      /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC$/,
    )
    await page.selectOption('.instance-switch select', 'staging')
    await page.click('text=Go')
    await page.waitForURL('**/bellhop/every?instance=staging')
    await page.click('summary >> text=Allow again')
    expect(await page.innerText('.confirm-body')).toContain('are sent again')
  })

  it('answer to keys', async () => {
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.id')).toBe('q')
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('j')
    await page.keyboard.press('?')
    await page.locator('#keys').getByText('next row').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/bellhop/messages/1')
  })

  it('open a row from any place in it, also from its time', async () => {
    await page.locator('tbody tr').nth(3).click()
    await page.waitForURL('**/bellhop/messages/3')
    await page.goBack()
    await page.locator('tbody time').nth(4).click()
    await page.waitForURL('**/bellhop/messages/4')
  })

  it('choose an instance', async () => {
    await page.selectOption('.instance-switch select', 'shop')
    await page.waitForURL('**/bellhop/every?instance=shop')
    expect(await page.locator('.nav a').first().getAttribute('href')).toBe(
      '/bellhop/?instance=shop',
    )
  })

  it('update themselves, but not where somebody reads', async () => {
    const part = (name: string) => page.locator(`[data-part=${name}]`)
    await page.locator('#live[data-state=live]').waitFor()
    await part('open').locator('summary').click()
    count = 2
    await expect.poll(() => part('count').innerText()).toBe('2')
    expect(await part('open').innerText()).toContain('1')
    await part('open').locator('summary').click()
    await page.locator('#q').focus()
    await expect.poll(() => part('open').textContent()).toBe('More2')
  })

  it('weigh less than 60 kB with style and scripts', async () => {
    const bytes = await page.evaluate<number>(
      `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)`,
    )
    expect(bytes).toBeGreaterThan(20_000)
    expect(bytes).toBeLessThan(60_000)
  })
})
