import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningBellhop } from '../support/bellhop.ts'
import { CHROMIUM } from '../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../support/browser-scene.ts'
import { addFailed } from '../support/ledger-rows.ts'
import { furnish } from '../support/operations-scene.ts'

// The globals of the page, for the functions that run in it.
declare const axe: { run(): Promise<AxeResults> }

const LISTS = [
  '/templates',
  '/overview',
  '/messages',
  '/suppressions',
  '/limits',
  '/audit',
  '/doctor',
]

describe.skipIf(!CHROMIUM).each([true, false])(
  'the operations pages, JavaScript %s',
  (javaScript) => {
    let scene: BrowserScene
    let bellhop: RunningBellhop
    let page: Page
    let consoleErrors: string[]

    beforeAll(async () => {
      scene = await openBrowserScene()
      bellhop = scene.bellhop
      await furnish(bellhop.database.db, new Date())
      ;({ page, consoleErrors } = await scene.openPage({ javaScriptEnabled: javaScript }))
    })
    afterAll(() => scene[Symbol.asyncDispose]())

    const main = () => page.innerText('main')

    /** Clicks a link to another page. */
    async function follow(selector: string): Promise<void> {
      await Promise.all([page.waitForEvent('load'), page.click(selector)])
    }

    it('lead to each other and to the outbox', async () => {
      const PAGES = [
        'Outbox',
        'Templates',
        'Overview',
        'Messages',
        'Suppressions',
        'Limits',
        'Audit',
        'Doctor',
      ]
      for (const path of ['/', ...LISTS]) {
        await page.goto(bellhop.url + path)
        const links = await page.locator('header nav a').allInnerTexts()
        expect(
          links.filter((text) => PAGES.includes(text)),
          path,
        ).toEqual(PAGES)
      }
    })

    it('show the list of messages without scrolling sideways, also with long values', async () => {
      const { db } = bellhop.database
      const slug = 'commerce_gateway_account_deauthorized'
      const recipient = 'ada@a-long-subdomain.of-a-long-company-name.example.com'
      const id = await addFailed(db, { slug, recipient, template: slug, reason: 'template_error' })
      for (const width of [700, 1200]) {
        await page.setViewportSize({ width, height: 700 })
        await page.goto(`${bellhop.url}/messages`)
        const hidden = await page.evaluate<number>(
          "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.scroll'))",
        )
        expect([width, hidden]).toEqual([width, 0])
      }
      await db.deleteFrom('messages').where('id', '=', id).execute()
    })

    it('show the tables of the overview without scrolling sideways', async () => {
      await page.goto(`${bellhop.url}/overview`)
      const cut = await page.evaluate<number>(
        "[...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth).length",
      )
      expect(cut).toBe(0)
    })

    it('ask whom to erase with a button of one line', async () => {
      await page.goto(`${bellhop.url}/audit/erase`)
      const heightOf = async (selector: string) =>
        (await page.locator(selector).boundingBox())?.height ?? 0
      expect(await heightOf('main button')).toBeLessThan(45)
      expect(await heightOf('main label')).toBeLessThan(30)
    })

    it('show and filter the Clerk instances if there are several', async () => {
      const { db } = bellhop.database
      await page.goto(`${bellhop.url}/messages?slug=verification_code`)
      expect(await page.locator('header select').count()).toBe(0)
      const id = await addFailed(db, { instanceId: 'ins_staging' })
      await page.reload()
      expect(await page.locator('thead').innerText()).toContain('Instance')
      const loaded = page.waitForURL(/instance=ins_staging/)
      await page.selectOption('header select', 'ins_staging')
      if (!javaScript) await page.click('header >> text=Go')
      await loaded
      expect(await page.locator('tbody tr').count()).toBe(1)
      expect(await page.locator('.chip').allTextContents()).toEqual([
        'slug verification_code',
        'instance ins_staging',
      ])
      await follow('tbody a')
      expect(page.url()).toContain(id)
      expect(await page.innerText('dl')).toContain('ins_staging')
      await db.deleteFrom('messages').where('id', '=', id).execute()
    })

    it('lead from the overview to a message, which can be revealed and sent again', async () => {
      const { db } = bellhop.database
      const id = await addFailed(db, { slug: 'reset_password_code', recipient: 'grace@mail.dev' })
      await page.goto(`${bellhop.url}/overview`)
      expect(await main()).toContain('Codes, accepted to sent')
      await follow('header >> text=Messages')
      await follow('.tabs >> text=failed')
      await page.fill('#q', 'grace@mail.dev')
      await follow('button >> text=Search')
      expect(new URL(page.url()).searchParams.get('status')).toBe('failed')
      expect(await page.locator('tbody tr').count()).toBe(1)
      expect(await page.inputValue('#q')).toBe('grace@mail.dev')
      await follow('tbody a')
      expect(page.url()).toContain(id)
      expect(await main()).toContain('g***@mail.dev')
      await page.click('summary >> text=Reveal recipient')
      await follow('text=Yes, reveal it')
      expect(await page.innerText('dl')).toContain('grace@mail.dev')
      expect(await main()).toContain('Recipient revealed by')
      expect(await main()).not.toContain('918273')
      await page.click('summary >> text=Send again')
      expect(await page.innerText('.confirm[open]')).toContain('with the same content')
      await follow('text=Yes, send it again')
      expect(page.url()).not.toContain(id)
      expect(await main()).toContain('Sent again from an earlier message by This machine')
      await follow('text=an earlier message')
      expect(await page.locator('summary >> text=Send again').count()).toBe(0)
      expect(await main()).toContain('It cannot be sent again. It was sent again already.')
    })

    it('send failed messages again, after showing how many there are', async () => {
      await addFailed(bellhop.database.db)
      await page.goto(`${bellhop.url}/messages`)
      await follow('text=Send failed messages again')
      // In whole minutes: browsers leave out seconds of 0, and `fill` compares the text.
      await page.fill('#since', new Date(Date.now() - 60_000).toISOString().slice(0, 16))
      await follow('text=Count')
      expect(await main()).toContain('1 message can be sent again.')
      await follow('button >> text=Send 1 again')
      expect(await page.innerText('[role=status]')).toContain('1 message sent again.')
    })

    it('suppress an address, and allow it again', async () => {
      await page.goto(`${bellhop.url}/suppressions`)
      const rows = page.locator('tbody tr')
      const before = await rows.count()
      await page.click('summary >> text=Suppress an address')
      await page.fill('#address', 'grace@mail.dev')
      await follow('button >> text=Suppress it')
      expect(await rows.count()).toBe(before + 1)
      await page.fill('#q', 'GRACE@')
      await follow('button >> text=Show')
      expect(await rows.count()).toBe(1)
      await follow('a >> text=Allow again')
      expect(await main()).toContain('are sent to this address again.')
      await page.fill('#note', 'asked by support')
      await follow('text=Yes, allow it again')
      expect(await page.innerText('[role=status]')).toContain('allowed again')
      expect(await rows.count()).toBe(before)
      await follow('header >> text=Audit')
      expect(await rows.first().innerText()).toContain(
        'email g***@mail.dev (operator): asked by support',
      )
    })

    it('erase a person after showing what will be removed', async () => {
      const { db } = bellhop.database
      await addFailed(db, { recipient: 'hedy@mail.dev' })
      await page.goto(`${bellhop.url}/audit`)
      await follow('text=Erase a person')
      await page.fill('#person', 'HEDY@mail.dev')
      await follow('text=Show what will be removed')
      expect(await main()).toContain('1 message whose recipient and content are removed')
      expect(page.url()).not.toContain('mail.dev')
      await follow('text=Erase for good')
      expect(await page.innerText('[role=status]')).toContain('Erased: 0 users, 1 message,')
    })

    it('cause no errors in the console of the browser', () => {
      // The answer to the address that is not one.
      const expected = /status of 400/
      expect(consoleErrors.filter((text) => !expected.test(text))).toEqual([])
    })
  },
)

const VIEWS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 360].map((width) => ({ colorScheme, width })),
)

describe.skipIf(!CHROMIUM)('the operations pages are accessible', () => {
  it.each(VIEWS)('in $colorScheme mode, $width px wide', async ({ colorScheme, width }) => {
    await using scene = await openBrowserScene()
    const { bellhop } = scene
    // The pages' own policy allows no scripts; axe needs one.
    const { page } = await scene.openPage({
      bypassCSP: true,
      colorScheme,
      viewport: { width, height: 800 },
    })
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.addInitScript(await readFile(source, 'utf8'))
    const faultsOf = async (path: string): Promise<string[]> => {
      await page.goto(`${bellhop.url}${path}`)
      return faultsNow(path)
    }
    const faultsNow = async (path: string): Promise<string[]> => {
      await page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
      const { violations } = await page.evaluate(() => axe.run())
      const wide = Number(await page.evaluate('document.documentElement.scrollWidth')) - width
      return [
        ...violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target }) => `${path}: ${id} ${target}`),
        ),
        ...(wide > 0 ? [`${path}: ${wide} px too wide`] : []),
      ]
    }
    const faults: string[] = []
    const empty = [...LISTS, '/audit/erase']
    for (const path of empty) faults.push(...(await faultsOf(path)))
    const { troubled } = await furnish(bellhop.database.db, new Date())
    await addFailed(bellhop.database.db, { instanceId: 'ins_2abcdefghijklmnopqrstuvwxyz' })
    const since = new Date(Date.now() - 3_600_000).toISOString()
    for (const path of [
      ...empty,
      `/messages/${troubled}`,
      `/messages/resend-failed?since=${since}`,
      '/messages?status=lost',
    ]) {
      faults.push(...(await faultsOf(path)))
    }
    await page.goto(`${bellhop.url}/audit/erase`)
    await page.fill('#person', 'ada@mail.dev')
    await Promise.all([page.waitForEvent('load'), page.click('text=Show what')])
    faults.push(...(await faultsNow('the preview of erasing')))
    await page.goto(`${bellhop.url}/suppressions`)
    await Promise.all([page.waitForEvent('load'), page.click('a >> text=Allow again >> nth=0')])
    faults.push(...(await faultsNow('allow again')))
    expect(faults).toEqual([])
  })
})
