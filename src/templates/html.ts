import pTimeout from 'p-timeout'
import type { ReactElement } from 'react'
import { withOutlookComments } from '../../emails/_parts/outlook-comments.ts'

const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

const ASYNC_LIMIT_MS = 3_000
const PAUSE_MS = 60_000

// The components that were not ready in time, and until when they are not awaited again: every later email
// would wait for them, too.
const tooSlowUntil = new Map<unknown, number>()

// Loaded with the first email and kept: repeating an import that is done still takes time.
let server: Promise<typeof import('react-dom/server')> | undefined

/**
 * The HTML document of an email. React Email's own `render` streams, for components that wait for
 * something. Ours never do, and this is three times as fast.
 */
export async function toHtml(element: ReactElement): Promise<string> {
  return withOutlookComments(await documentOf(element))
}

async function documentOf(element: ReactElement): Promise<string> {
  server ??= import('react-dom/server')
  const { renderToStaticMarkup } = await server
  const renderAtOnce = () =>
    // React asks the browser to fetch images early, which means nothing to a mail client.
    `${DOCTYPE}${renderToStaticMarkup(element).replace(/<link rel="preload" as="image"[^>]*>/g, '')}`
  try {
    return renderAtOnce()
  } catch (error) {
    if (performance.now() < (tooSlowUntil.get(element.type) ?? 0)) throw error
    // The component throws, and will do so again, or it waits for something, as <Tailwind> does the
    // first time.
    const streamed = await renderStream(element)
    try {
      // A streamed document contains React's markers; the same email must be the same each time.
      return renderAtOnce()
    } catch {
      return streamed
    }
  }
}

async function renderStream(element: ReactElement): Promise<string> {
  const { render } = await import('react-email')
  return pTimeout(render(element), {
    milliseconds: ASYNC_LIMIT_MS,
    fallback() {
      tooSlowUntil.set(element.type, performance.now() + PAUSE_MS)
      throw new Error(`The template was not ready within ${ASYNC_LIMIT_MS} ms.`)
    },
  })
}
