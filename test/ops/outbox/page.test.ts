import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../../src/cli/run.ts'
import { type RunningBellhop, SECRET, startBellhop } from '../../support/bellhop.ts'
import { CHROMIUM, consoleErrorsOf, openBrowser } from '../../support/browser.ts'
import { emailCreated, smsCreated } from '../../support/clerk-events.ts'
import { cliContext } from '../../support/cli-context.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

// A global of the page, for the functions that run in it.
declare const navigator: { clipboard: { readText(): Promise<string> } }

const LINK = 'https://clerk.acme.dev/v1/verify?token=a.b&x=%2F'

describe.skipIf(!CHROMIUM)('the outbox', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let consoleErrors: string[]
  let elsewhere: string[]

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await home[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    bellhop = await startBellhop(home, { OPS_TOKEN: '', APP_ORIGIN: 'https://app.acme.dev' })
    context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    page = await context.newPage()
    elsewhere = []
    consoleErrors = consoleErrorsOf(page)
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(bellhop.url)) {
        elsewhere.push(request.url())
      }
    })
  })
  afterEach(async () => {
    await context.close()
    await bellhop[Symbol.asyncDispose]()
    expect({ consoleErrors, elsewhere }).toEqual({ consoleErrors: [], elsewhere: [] })
  })

  async function bellhopTrigger(...argv: string[]): Promise<number> {
    return run(
      ['trigger', ...argv, '--url', bellhop.url],
      cliContext({ settings: { url: bellhop.url, signingSecrets: [SECRET] } }),
    )
  }

  async function captured(event: unknown): Promise<string> {
    const { answer } = await bellhop.post(event)
    await bellhop.reaches(answer.messageId, 'sent')
    return String(answer.messageId)
  }

  const email = () => page.frameLocator('iframe').first()

  it('shows a new code without a reload, with a button to copy it', async () => {
    await page.goto(bellhop.url)
    await page.getByText('trigger email.created').first().waitFor()
    expect(
      await bellhopTrigger('email.created', '--to', 'ada@acme.dev', '--set', 'otp_code=271828'),
    ).toBe(0)
    await page.locator('#code', { hasText: '271828' }).waitFor()
    await email().getByText('271828', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Copy the code' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('271828')

    await bellhopTrigger('sms.created', '--to', '+14155552671', '--set', 'otp_code=314159')
    await page.locator('#code', { hasText: '314159' }).waitFor()
    expect(await page.innerText('#message')).toContain('@app.acme.dev #314159')
    expect(await page.innerText('#message')).toMatch(/1 segment/)
  })

  it('shows and filters the Clerk instances if there are several', async () => {
    await captured(emailCreated())
    await page.goto(bellhop.url)
    expect(await page.locator('.instance-switch select').count()).toBe(0)
    const id = await captured(emailCreated({}, { instance_id: 'ins_staging' }))
    await page.reload()
    const items = page.locator('#items li')
    const all = await items.count()
    expect(await items.first().innerText()).toContain('ins_staging')
    expect(await page.innerText('#message')).toContain('ins_staging')
    await page.selectOption('.instance-switch select', 'ins_staging')
    await expect.poll(() => items.count()).toBe(1)
    expect(all).toBeGreaterThan(1)
    await items.first().click()
    await page.waitForURL(`**/outbox/${id}?instance=ins_staging`)
    await page.locator('#view-text').click()
    await page.waitForURL(/instance=ins_staging&view=text/)
    await page.reload()
    expect(await page.inputValue('.instance-switch select')).toBe('ins_staging')
    expect(await items.count()).toBe(1)
  })

  it('shows the unchanged link as a button', async () => {
    await captured(emailCreated({ slug: 'magic_link_sign_in', data: { magic_link: LINK } }))
    await page.goto(bellhop.url)
    expect(await page.locator('#link').getAttribute('href')).toBe(LINK)
    expect(await page.locator('#link').getAttribute('rel')).toContain('noreferrer')
  })

  it('runs no scripts and loads no pictures of a message', async () => {
    const body = `<img src="https://evil.example/pixel.png"><script>parent.hacked = 1</script>
      <a id="x" href="javascript:alert(1)">x</a><h1>news</h1>`
    const id = await captured(
      emailCreated({
        slug: 'news',
        subject: '<b>bold</b>',
        body,
        data: { magic_link: 'javascript:alert(1)' },
      }),
    )
    await page.goto(`${bellhop.url}/outbox/${id}`)
    await email().getByText('news').waitFor()
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(await page.locator('#subject').innerText()).toBe('<b>bold</b>')
    expect(await page.locator('#link').count()).toBe(0)
    const direct = await bellhop.get(`/outbox/${id}/html`)
    expect(direct.headers.get('content-security-policy')).toMatch(/sandbox|default-src 'none'/)
    consoleErrors = consoleErrors.filter(
      (text) => !/script-src|sandbox|Content Security Policy/.test(text),
    )
  })

  it('shows text, source, headers, payload and Clerk’s own version', async () => {
    const id = await captured(
      emailCreated({ data: { otp_code: '161803' }, body: '<p>Clerk says 161803</p>' }),
    )
    const views: [string, string | RegExp][] = [
      ['text', 'Enter this code'],
      ['source', '<!DOCTYPE html'],
      ['headers', 'X-Entity-Ref-ID'],
      ['payload', '"otp_code"'],
    ]
    for (const [view, expected] of views) {
      await page.goto(`${bellhop.url}/outbox/${id}?view=${view}`)
      expect(await page.innerText('#message')).toContain(expected)
    }
    await page.goto(`${bellhop.url}/outbox/${id}?view=clerk`)
    await page.frameLocator('iframe').nth(0).getByText('161803', { exact: true }).waitFor()
    await page.frameLocator('iframe').nth(1).getByText('Clerk says 161803').waitFor()
  })

  it('shows a message in another language, in dark mode and at the width of a phone', async () => {
    const id = await captured(emailCreated({ data: { otp_code: '141421' } }))
    await page.goto(`${bellhop.url}/outbox/${id}`)
    await page.locator('#lang').selectOption('ar')
    await page.frameLocator('iframe').locator('html[lang=ar][dir=rtl]').waitFor()
    await page.locator('#phone').check()
    await expect
      .poll(() => page.evaluate<number>('document.querySelector("iframe")?.clientWidth'))
      .toBeLessThanOrEqual(380)
    await page.locator('#dark').check()
    await page.waitForURL(/dark=1/)
    await page.frameLocator('iframe').locator('body').waitFor()
    const source = await (await bellhop.get(`/outbox/${id}/html?dark=1`)).text()
    expect(source).not.toContain('(prefers-color-scheme: dark)')
  })

  it('finds messages by address and slug, and can be cleared', async () => {
    await captured(emailCreated({ to_email_address: 'grace@acme.dev' }))
    await captured(smsCreated({ to_phone_number: '+14155552699' }))
    await page.goto(`${bellhop.url}/?q=grace`)
    expect(await page.locator('#items').innerText()).toContain('grace@acme.dev')
    expect(await page.locator('#items').innerText()).not.toContain('+1415')
    await page.goto(`${bellhop.url}/?q=nobody-at-all`)
    expect(await page.locator('#items').innerText()).not.toContain('grace')
    await page.goto(bellhop.url)
    await page.getByText('Clear', { exact: true }).click()
    await page.getByRole('button', { name: 'Delete all captured messages' }).click()
    await page.getByText('trigger email.created').first().waitFor()
    expect(await (await bellhop.get('/api/outbox')).json()).toEqual({ messages: [] })
    const audit = await bellhop.database.db.selectFrom('audit').selectAll().execute()
    expect(audit).toMatchObject([{ actor: 'local', action: 'clear_outbox', detail: '2 messages' }])
  })

  it('shows the whole email without a scroll bar of its own', async () => {
    const id = await captured(emailCreated({ data: { otp_code: '244949' } }))
    await page.setViewportSize({ width: 1280, height: 500 })
    await page.goto(`${bellhop.url}/outbox/${id}`)
    const fits = `(({ clientHeight, contentDocument }) =>
      contentDocument?.body?.innerText.includes('244949') === true &&
      contentDocument.documentElement.scrollHeight <= clientHeight)(document.querySelector('iframe'))`
    await expect.poll(() => page.evaluate(fits)).toBe(true)
    await page.setViewportSize({ width: 360, height: 500 })
    await expect.poll(() => page.evaluate(fits)).toBe(true)
    expect(await page.locator('.list').isVisible()).toBe(false)
    await page.locator('#back').click()
    await page.locator('.list').waitFor()
    expect(await page.locator('#message').isVisible()).toBe(false)
  })

  it('counts new messages in the title while the tab is in the background', async () => {
    await captured(emailCreated())
    await page.clock.install()
    await page.goto(bellhop.url)
    await page.locator('#live[data-state=live]').waitFor()
    const show = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))`)
    await show(true)
    await captured(emailCreated({}, { timestamp: Date.now() }))
    await page.clock.fastForward(5_000)
    await expect.poll(() => page.title()).toBe('(1) Outbox · Bellhop')
    await show(false)
    expect(await page.title()).toBe('Outbox · Bellhop')
    // The clock of the test is a script, which the frame with the email refuses.
    consoleErrors = consoleErrors.filter((text) => !text.startsWith('Blocked script execution'))
  })

  it('writes a message again, and shows it as sent', async () => {
    const id = await captured(emailCreated({ data: { otp_code: '264575' } }))
    await page.goto(`${bellhop.url}/outbox/${id}`)
    await page.keyboard.press('r')
    await page.getByText('Written just now in English').waitFor()
    await page.locator('#as-sent').click()
    await page.waitForURL(`**/outbox/${id}`)
    await expect.poll(() => page.getByText('Written just now').count()).toBe(0)
  })

  it('lists the keys, and moves with them', async () => {
    await captured(emailCreated({ data: { otp_code: '282842' } }))
    await captured(emailCreated({ data: { otp_code: '300000' } }))
    await page.goto(bellhop.url)
    await page.keyboard.press('?')
    expect(await page.innerText('#keys')).toMatch(/copy the code[\s\S]*render again/)
    await page.keyboard.press('Escape')
    await page.locator('#keys').waitFor({ state: 'hidden' })
    await page.keyboard.press('j')
    await page.locator('#code', { hasText: '282842' }).waitFor()
    await page.keyboard.press('v')
    await page.waitForURL(/view=text/)
    await page.keyboard.press('/')
    await page.keyboard.type('300000')
    await expect.poll(() => page.locator('#items li').count()).toBe(1)
  })

  it('works without a script', async () => {
    const id = await captured(emailCreated({ data: { otp_code: '223606' } }))
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const still = await plain.newPage()
    await still.goto(bellhop.url)
    expect(await still.locator('#code').innerText()).toBe('223606')
    expect(await still.locator('.keys').innerText()).toMatch(/expiry: \d{4}.* UTC$/)
    await still.locator('#view-text').click()
    await still.getByText('Enter this code').waitFor()
    await still.goto(`${bellhop.url}/outbox/${id}?lang=de`)
    expect(await still.locator('#subject').innerText()).toContain('Bestätigungscode')
    await still.getByRole('link', { name: 'Render again' }).click()
    await still.getByText('Written just now').waitFor()
    await still.getByRole('button', { name: 'Delete this message' }).click()
    expect((await bellhop.get(`/outbox/${id}`)).status).toBe(404)
    expect((await bellhop.message(id)).status).toBe('sent')
    await plain.close()
  })
})
