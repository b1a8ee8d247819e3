import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Chromium on this machine, if there is one. */
export const CHROMIUM = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path))

if (!CHROMIUM && process.env.REQUIRE_CHROMIUM)
  throw new Error('The tests need Chromium (CHROMIUM).')
if (!CHROMIUM) {
  process.stderr.write(
    '\n!!! NO CHROMIUM: all tests of pages are SKIPPED. Install it, or set CHROMIUM.\n\n',
  )
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Collects the errors and warnings of a page from now on. */
export function consoleErrorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}
