import type { Browser } from 'playwright-core'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'
import { LOGO } from './logo.ts'

// Exists in the page, where the functions passed to `evaluate` run.
interface Frame {
  readonly contentDocument: { readonly documentElement: { readonly scrollHeight: number } }
  readonly style: { height: string }
}
declare const document: { querySelectorAll(selector: 'iframe'): Iterable<Frame> }

export const SCHEMES = ['light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

/** A picture (PNG) of every email in one language, side by side. */
export async function contactSheet(
  browser: Browser,
  locale: string,
  colorScheme: Scheme,
): Promise<Buffer> {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width: 4 * COLUMN, height: 900 },
  })
  const page = await context.newPage()
  await page.route(/^https?:/, (route) =>
    route.request().resourceType() === 'image'
      ? route.fulfill({ contentType: 'image/svg+xml', body: LOGO })
      : route.abort(),
  )
  await page.setContent(await sheet(locale))
  await page.evaluate(() => {
    for (const { contentDocument, style } of document.querySelectorAll('iframe')) {
      style.height = `${contentDocument.documentElement.scrollHeight}px`
    }
  })
  const picture = await page.screenshot({ fullPage: true })
  await context.close()
  return picture
}

const COLUMN = 520

const STYLE = `
  body { margin: 0; padding: 8px; background: #8a8f98; font: 600 15px/2 sans-serif }
  main { columns: 4; column-gap: 8px }
  figure { margin: 0 0 8px; break-inside: avoid }
  iframe { display: block; width: 100%; height: 0; border: 0 }
`

async function sheet(locale: string): Promise<string> {
  const figures = EMAIL_SLUGS.map(async (slug) => {
    const { html, subject } = await writeEmail(slug, locale)
    return `<figure><figcaption>${slug}: <bdi>${escaped(subject)}</bdi></figcaption>
      <iframe srcdoc="${escaped(html)}"></iframe></figure>`
  })
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
    <main>${(await Promise.all(figures)).join('')}</main>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
