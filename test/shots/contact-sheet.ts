import type { Browser, Route } from 'playwright-core'
import { LOGO } from './logo.ts'
import type { ShownEmail } from './shown-emails.ts'

// Exists in the page, where the functions passed to `evaluate` run.
interface Frame {
  readonly contentDocument: { readonly documentElement: { readonly scrollHeight: number } }
  readonly style: { height: string }
}
declare const document: { querySelectorAll(selector: 'iframe'): Iterable<Frame> }

export const SCHEMES = ['light', 'dark'] as const

/** How wide the emails are, in pixels, and how many stand side by side. */
export const WIDTHS = { 600: 4, 360: 6 } as const

export interface SheetOptions {
  readonly width: keyof typeof WIDTHS
  readonly colorScheme: (typeof SCHEMES)[number]
  /** The pictures of the brand by the path of their address. */
  readonly pictures?: ReadonlyMap<string, Uint8Array>
}

/** A picture (PNG) of the emails, side by side. Nothing is fetched from another host. */
export async function contactSheet(
  browser: Browser,
  emails: readonly ShownEmail[],
  { width, colorScheme, pictures = new Map() }: SheetOptions,
): Promise<Buffer> {
  const columns = Math.min(WIDTHS[width], emails.length)
  const context = await browser.newContext({
    colorScheme,
    viewport: { width: columns * (width + GAP) + GAP, height: 900 },
  })
  const page = await context.newPage()
  await page.route(/^https?:/, (route) => answer(route, pictures))
  await page.setContent(sheet(emails, width, columns))
  await page.evaluate(() => {
    for (const { contentDocument, style } of document.querySelectorAll('iframe')) {
      style.height = `${contentDocument.documentElement.scrollHeight}px`
    }
  })
  const picture = await page.screenshot({ fullPage: true })
  await context.close()
  return picture
}

const GAP = 8

function answer(route: Route, pictures: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const request = route.request()
  if (request.resourceType() !== 'image') return route.abort()
  const own = pictures.get(new URL(request.url()).pathname)
  return own
    ? route.fulfill({ body: Buffer.from(own) })
    : route.fulfill({ contentType: 'image/svg+xml', body: LOGO })
}

function sheet(emails: readonly ShownEmail[], width: number, columns: number): string {
  const figures = emails.map(
    ({ title, html }) => `<figure><figcaption><bdi>${escaped(title)}</bdi></figcaption>
      <iframe srcdoc="${escaped(html)}"></iframe></figure>`,
  )
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; padding: ${GAP}px; background: #8a8f98; font: 600 15px/2 sans-serif }
    main { columns: ${columns}; column-gap: ${GAP}px }
    figure { margin: 0 0 ${GAP}px; width: ${width}px; break-inside: avoid }
    figcaption { overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
    iframe { display: block; width: 100%; height: 0; border: 0 }
    </style><main>${figures.join('')}</main>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
