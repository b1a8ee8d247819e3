/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpsEnv } from '../../src/ops/access/visitor.ts'
import type { Listed } from '../../src/ops/messages/list.ts'
import { MessagesPage } from '../../src/ops/messages/list-page.tsx'
import { page as asPage } from '../../src/ops/ui/layout.tsx'
import type { RunningBellhop } from '../support/bellhop.ts'
import { CHROMIUM } from '../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../support/browser-scene.ts'
import { addMessage } from '../support/ledger-rows.ts'

const NOW = new Date('2026-01-31T09:30:00Z')
const CHOICES = { slugs: [], reasons: [], languages: [], providers: [] }

/** The text of the page of a search that stopped early. */
async function pageOf(
  ledger: Partial<Extract<Listed, { kind: 'found' }>['ledger']>,
): Promise<string> {
  const listed: Listed = {
    kind: 'found',
    ledger: { messages: [], nextCursor: null, searchedTo: null, ...ledger },
    count: { total: 10_000, complete: false, byStatus: { sent: 10_000 } },
  }
  const app = new Hono<OpsEnv>().get('/messages', (c) =>
    asPage(
      c,
      'Messages',
      <MessagesPage
        listed={listed}
        filter={{ q: 'ada' }}
        choices={CHOICES}
        instances={[]}
        problems={[]}
        paged={false}
        operator
        now={NOW}
      />,
      { shape: 'alone' },
    ),
  )
  return (await app.request('/messages')).text()
}

describe('a search that has not seen all messages', () => {
  const searchedTo = new Date('2026-01-30T00:00:00Z')

  it('says how far it got, and goes on', async () => {
    const text = await pageOf({ searchedTo, nextCursor: 'the-cursor' })
    expect(text).toContain('Nothing in the messages since <time datetime="2026-01-30')
    expect(text).toMatch(/href="\/messages\?q=ada&amp;cursor=the-cursor"[^>]*>Search older ones/)
    expect(text).not.toContain('No message matches')
  })

  it('counts no more than ten thousand', async () => {
    expect(await pageOf({ searchedTo, nextCursor: 'x' })).toContain('10,000+')
  })
})

describe.skipIf(!CHROMIUM).each([true, false])(
  'the filters of the messages, JavaScript %s',
  (javaScriptEnabled) => {
    let scene: BrowserScene
    let bellhop: RunningBellhop
    let page: Page
    let consoleErrors: string[]

    beforeAll(async () => {
      scene = await openBrowserScene()
      bellhop = scene.bellhop
      const { db } = bellhop.database
      await addMessage(db, { status: 'sent', locale: 'de', recipient: 'ada@mail.dev' })
      await addMessage(db, { status: 'failed', slug: 'welcome', recipient: 'eve@mail.dev' })
      const options = { javaScriptEnabled, acceptDownloads: true }
      ;({ page, consoleErrors } = await scene.openPage(options))
    })
    afterAll(() => scene[Symbol.asyncDispose]())

    const rows = () => page.locator('tbody tr').count()
    const click = (selector: string) =>
      Promise.all([page.waitForEvent('load'), page.click(selector)])

    it('are added in a menu, and removed with their chip', async () => {
      await page.goto(`${bellhop.url}/messages`)
      expect(await rows()).toBe(2)
      await page.click('summary:has-text("Add filter")')
      await page.selectOption('#language', 'de')
      await click('button:has-text("Apply")')
      expect(page.url()).toBe(`${bellhop.url}/messages?language=de`)
      expect(await rows()).toBe(1)
      await page.click('summary:has-text("Add filter")')
      await page.selectOption('#slug', 'welcome')
      await click('button:has-text("Apply")')
      expect(await page.innerText('.state')).toContain('slug welcome, language de')
      await click('[aria-label="Remove the filter language: de"]')
      expect(page.url()).toBe(`${bellhop.url}/messages?slug=welcome`)
      expect(await rows()).toBe(1)
    })

    it('are named where no message matches, with their times as on all pages', async () => {
      await page.goto(`${bellhop.url}/messages?q=nobody&since=2026-01-31T09:00`)
      const at = javaScriptEnabled ? /^search “nobody”, since Jan 31, 2026$/ : / 09:00:00 UTC$/
      expect(await page.locator('.state p').nth(1).innerText()).toMatch(at)
    })

    it('are kept by the search, and by the statuses above the list', async () => {
      await page.goto(`${bellhop.url}/messages?language=de`)
      await page.fill('#q', 'mail.dev')
      await click('button:has-text("Search")')
      expect(await rows()).toBe(1)
      await click('.tabs >> text=sent')
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
        q: 'mail.dev',
        status: 'sent',
        language: 'de',
      })
    })

    it('are those of the export', async () => {
      await page.goto(`${bellhop.url}/messages?language=de`)
      await page.click('summary:has-text("Export")')
      await page.check('[name=confirm]')
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.click('button:has-text("Full NDJSON")'),
      ])
      expect(file.suggestedFilename()).toMatch(/^bellhop-messages-.*\.ndjson$/)
      const text = (await (await file.createReadStream()).toArray()).join('')
      expect(
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).recipient),
      ).toEqual(['ada@mail.dev'])
    })

    it.runIf(javaScriptEnabled)('close with Escape and with a click elsewhere', async () => {
      await page.goto(`${bellhop.url}/messages`)
      const open = page.locator('details[open]')
      await page.click('summary:has-text("Add filter")')
      await page.focus('#slug')
      await page.keyboard.press('Escape')
      expect(await open.count()).toBe(0)
      await page.click('summary:has-text("Add filter")')
      expect(await open.count()).toBe(1)
      await page.click('h1')
      expect(await open.count()).toBe(0)
    })

    it('cause no errors in the console of the browser', () => {
      expect(consoleErrors).toEqual([])
    })
  },
)
