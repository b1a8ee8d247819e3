import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../../support/bellhop.ts'
import { CHROMIUM, openBrowser } from '../../support/browser.ts'
import { emailCreated } from '../../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

const SCRIPT = "console.log('It runs')"

/** An email that tries to run scripts, to load something and to leave its frame. */
const hostileEmail = (elsewhere: string) => `
  <base href="${elsewhere}/base/" target="_top">
  <meta http-equiv="refresh" content="0; url=${elsewhere}/refresh">
  <meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
  <link rel="stylesheet" href="${elsewhere}/style.css">
  <link rel="preload" as="image" href="${elsewhere}/preload.png">
  <style>@import "${elsewhere}/import.css"; p { background: url(${elsewhere}/css.png) }</style>
  <script>${SCRIPT}</script>
  <script src="${elsewhere}/script.js"></script>
  <p onclick="${SCRIPT}">Read this</p>
  <img src="data:image/png,broken" onerror="${SCRIPT}">
  <img src="${elsewhere}/pixel.png" onerror="${SCRIPT}">
  <svg onload="${SCRIPT}"><script>${SCRIPT}</script><image href="${elsewhere}/svg.png"/></svg>
  <details open ontoggle="${SCRIPT}"></details>
  <input autofocus onfocus="${SCRIPT}">
  <iframe src="javascript:${SCRIPT}"></iframe>
  <iframe srcdoc="<script>${SCRIPT}</script>"></iframe>
  <iframe src="${elsewhere}/frame"></iframe>
  <object data="${elsewhere}/object"></object>
  <embed src="${elsewhere}/embed">
  <video src="${elsewhere}/video" poster="${elsewhere}/poster.png" autoplay></video>
  <form action="${elsewhere}/form" method="post" target="_top"><button>Send</button></form>
  <form action="/outbox/clear" method="post"><button>Clear</button></form>
  <a href="javascript:${SCRIPT}" target="_self">Script</a>
  <a href="${elsewhere}/top" target="_top">Top</a>
  <a href="${elsewhere}/parent" target="_parent">Parent</a>
  <a href="${elsewhere}/blank" target="_blank" ping="${elsewhere}/ping">Blank</a>
  <a href="${elsewhere}/self" target="_self" ping="${elsewhere}/ping">Self</a>
  <a href="/overview" target="_self">Own</a>`

const LINKS = ['Top', 'Parent', 'Blank', 'Self', 'Own']
const CLICKS = ['Read this', 'Send', 'Clear', 'Script', ...LINKS]

describe.skipIf(!CHROMIUM)('a hostile email in the outbox', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let browser: Browser
  let id: string
  const requests: string[] = []
  const other = createServer(({ url = '' }, answer) => {
    requests.push(url)
    answer.end()
  })

  beforeAll(async () => {
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const elsewhere = `http://localhost:${(other.address() as AddressInfo).port}`
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(home, { OPS_TOKEN: '', APP_ORIGIN: elsewhere })
    browser = await openBrowser()
    // Bellhop has no template for it, so Clerk's own HTML is shown.
    const event = emailCreated({ slug: 'news', body: hostileEmail(elsewhere) })
    const { answer } = await bellhop.post(event)
    await bellhop.reaches(answer.messageId, 'sent')
    id = String(answer.messageId)
  })
  afterAll(async () => {
    await browser.close()
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
    other.close()
  })

  /** Opens the path, clicks on each thing of the email, and returns what it has reached. */
  async function tryAll(path: string, frameOf: (page: Page) => Frame | undefined) {
    requests.length = 0
    const reached = { scripts: 0, left: [] as string[], requests }
    const context = await browser.newContext()
    try {
      const page = await context.newPage()
      page.on('console', (message) => {
        if (message.text() === 'It runs') reached.scripts++
      })
      const address = `${bellhop.url}${path}`
      for (const text of CLICKS) {
        await page.goto(address)
        await frameOf(page)?.getByText(text, { exact: true }).click()
        // The click has had its effect when the page has answered.
        await page.evaluate('document.title')
        if (page.url() !== address || context.pages().length > 1) reached.left.push(text)
      }
    } finally {
      await context.close()
    }
    return reached
  }

  it('runs no script, loads nothing and does not leave its frame', async () => {
    const reached = await tryAll(`/outbox/${id}`, (page) => page.frames()[1])
    expect(reached).toEqual({ scripts: 0, left: [], requests: [] })
    expect((await bellhop.get(`/outbox/${id}`)).status).toBe(200)
  })

  it('runs no script and sends no form without the frame', async () => {
    const { left, ...reached } = await tryAll(`/outbox/${id}/html`, (page) => page.mainFrame())
    // Here a click on a link opens it, as in any other page.
    expect(reached.scripts).toBe(0)
    expect(left.filter((text) => !LINKS.includes(text))).toEqual([])
    expect((await bellhop.get(`/outbox/${id}`)).status).toBe(200)
  })
})
