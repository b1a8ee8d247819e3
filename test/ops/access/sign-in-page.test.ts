import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OPS_TOKEN, type RunningBellhop } from '../../support/bellhop.ts'
import { CHROMIUM } from '../../support/browser.ts'
import { type BrowserScene, openBrowserScene } from '../../support/browser-scene.ts'
import { PUBLISHABLE_KEY } from '../../support/clerk-session.ts'

// The globals of the page, for the functions that run in it.
declare const axe: { run(): Promise<AxeResults> }

const VIEWER_TOKEN = 'a-token-for-viewers-only'

describe.skipIf(!CHROMIUM)('the sign-in page', () => {
  let scene: BrowserScene
  let bellhop: RunningBellhop
  let context: BrowserContext
  let page: Page
  let consoleErrors: string[]

  beforeAll(async () => {
    scene = await openBrowserScene({
      OPS_TOKEN,
      OPS_VIEWER_TOKEN: VIEWER_TOKEN,
      PUBLIC_URL: 'http://bellhop.acme.dev',
      CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      CLERK_SECRET_KEY: 'sk_live_that-nobody-issued',
      OPS_CLERK_USERS: 'user_ada',
    })
    bellhop = scene.bellhop
  })
  afterAll(() => scene[Symbol.asyncDispose]())

  beforeEach(async () => {
    ;({ page, consoleErrors } = await scene.openPage())
    context = page.context()
  })
  afterEach(async () => {
    await context.close()
    expect(consoleErrors).toEqual([])
  })

  async function signIn(token: string): Promise<void> {
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  it('leads to the page that was asked for, and the sign-out leads back', async () => {
    await page.goto(`${bellhop.url}/messages?slug=news`)
    // The field has the focus, so a keyboard is enough.
    await page.locator('input:focus').waitFor()
    await page.keyboard.type(OPS_TOKEN)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${bellhop.url}/messages?slug=news`)
    expect(await page.innerText('header')).toContain('OPS_TOKEN · operator')

    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect(await page.evaluate('document.cookie')).toBe('')

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${bellhop.url}/login`)
    expect(await context.cookies()).toEqual([])
    await page.goto(`${bellhop.url}/messages`)
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  it('says that a token is wrong, and allows another attempt', async () => {
    await page.goto(`${bellhop.url}/messages/x`)
    await signIn('a-token-that-is-wrong')
    expect(await page.getByRole('alert').innerText()).toBe('This token is wrong.')
    expect(await page.getByLabel('Token').inputValue()).toBe('')
    await page.goto(`${bellhop.url}/login?next=/messages`)
    await signIn(OPS_TOKEN)
    await page.waitForURL(`${bellhop.url}/messages`)
    // The browser reports the status of the answer, which is expected here.
    consoleErrors = consoleErrors.filter((text) => !/status of 401/.test(text))
  })

  it('lets a viewer read, and refuses the actions of operators', async () => {
    await page.goto(`${bellhop.url}/login`)
    await signIn(VIEWER_TOKEN)
    await page.waitForURL(`${bellhop.url}/messages`)
    expect(await page.innerText('header')).toContain('OPS_VIEWER_TOKEN · viewer')
    const answer = await page.request.get(`${bellhop.url}/api/outbox`)
    expect([answer.status(), await answer.json()]).toMatchObject([403, { error: 'operators_only' }])
  })

  it('is accessible, in light and dark mode, on a wide and a narrow screen', async () => {
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.addInitScript(await readFile(source, 'utf8'))
    for (const signedIn of [false, true]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [1024, 360]) {
          await page.emulateMedia({ colorScheme })
          await page.setViewportSize({ width, height: 740 })
          await page.goto(`${bellhop.url}/${signedIn ? 'messages' : 'login'}`)
          const faults = await page.evaluate(async () =>
            (await axe.run()).violations.flatMap(({ id, nodes }) =>
              nodes.map(({ target }) => `${id} ${target}`),
            ),
          )
          expect(faults, `${colorScheme} ${width}`).toEqual([])
          const wide = await page.evaluate('document.documentElement.scrollWidth')
          expect(wide).toBeLessThanOrEqual(width)
        }
      }
      if (!signedIn) await signIn(OPS_TOKEN)
    }
  })
})
