import { expect } from 'vitest'
import { SECRET } from '../support/bellhop.ts'
import { consoleErrorsOf, openBrowser } from '../support/browser.ts'
import { emailCreated, userEvent } from '../support/clerk-events.ts'
import type { Providers } from '../support/providers.ts'
import { svixHeaders } from '../support/svix-headers.ts'

export const OPS_TOKEN = 'a-token-for-the-pages-of-an-example'

interface Played {
  readonly url: string
  /** The path of Clerk's endpoint. */
  readonly webhook: string
  readonly providers: Providers
}

/** Signs an event as Clerk does, and posts it. */
export function post({ url, webhook }: Played, event: unknown, svixId: string, secret = SECRET) {
  const body = JSON.stringify(event)
  const headers = svixHeaders(body, { svixId, at: new Date(), secret })
  return fetch(url + webhook, { method: 'POST', body, headers: { ...headers } })
}

/** What every app with Bellhop inside does: a code once, a wrong signature refused, the app's own template. */
export async function playWebhooks(played: Played): Promise<void> {
  const { providers } = played
  const code = emailCreated()
  const before = providers.resend.accepted.length
  expect((await post(played, code, 'msg_code')).status).toBe(200)
  expect(await (await post(played, code, 'msg_code')).json()).toMatchObject({ status: 'duplicate' })
  const otherSecret = `whsec_${Buffer.from('another secret of 24 bytes').toString('base64')}`
  expect((await post(played, code, 'msg_wrong', otherSecret)).status).toBe(400)
  expect((await post(played, userEvent('user.created'), 'msg_user')).status).toBe(200)
  await providers.resend.waitFor(before + 2)
  const subjects = providers.resend.accepted.slice(before).map(({ subject }) => subject)
  expect(subjects).toHaveLength(2)
  expect(subjects).toContain('Good to see you at Acme')
}

/** The pages work below their path, in a browser: signing in, links, styles. */
export async function playPages({ url }: Played): Promise<void> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const errors = consoleErrorsOf(page)
    await page.goto(`${url}/bellhop/login`)
    await page.fill('input[type=password]', OPS_TOKEN)
    await Promise.all([page.waitForEvent('load'), page.press('input[type=password]', 'Enter')])
    await page.goto(`${url}/bellhop/messages`)
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(1)
    const links = await page.evaluate<string[]>(
      "[...document.querySelectorAll('header a, tbody a')].map((a) => a.getAttribute('href') ?? '')",
    )
    expect(links.filter((link) => !link.startsWith('/bellhop'))).toEqual([])
    const cookies = await page.context().cookies()
    expect(cookies.map(({ path }) => path)).toEqual(['/bellhop'])
    expect(errors).toEqual([])
  } finally {
    await browser.close()
  }
}
