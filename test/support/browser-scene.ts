import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type RunningBellhop, startBellhop } from './bellhop.ts'
import { consoleErrorsOf, openBrowser } from './browser.ts'
import { createTestDatabase } from './engines.ts'

/** The whole service on an empty database, and a browser to look at its pages. */
export interface BrowserScene extends AsyncDisposable {
  readonly bellhop: RunningBellhop
  readonly browser: Browser
  /** A page in a context of its own, and the errors and warnings of its console. */
  openPage(
    options?: BrowserContextOptions,
  ): Promise<{ readonly page: Page; readonly consoleErrors: string[] }>
}

/** `env` is the environment of the service. Without a token of its own, requests from this machine are let in. */
export async function openBrowserScene(env: Record<string, string> = {}): Promise<BrowserScene> {
  await using stack = new AsyncDisposableStack()
  const home = stack.use(await createTestDatabase('pglite'))
  // An empty token counts as none.
  const bellhop = stack.use(await startBellhop(home, { OPS_TOKEN: '', ...env }))
  const browser = await openBrowser()
  stack.defer(() => browser.close())
  const opened = stack.move()
  return {
    bellhop,
    browser,
    async openPage(options) {
      const page = await (await browser.newContext(options)).newPage()
      return { page, consoleErrors: consoleErrorsOf(page) }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
