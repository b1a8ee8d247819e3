import { escapeHtml } from '../domain/escape-html.ts'
import type { MessageContent } from '../domain/message.ts'
import { oneLine } from '../domain/plain-text.ts'

/** Clerk's own email, with its missing parts filled in; null if Clerk sent no content. */
export async function clerkEmail(
  clerk: MessageContent['clerk'],
  appName: string,
): Promise<{ subject: string; html: string; text: string } | null> {
  const html = clerk.html?.trim() ? clerk.html : undefined
  // If there is no body, the subject may contain the code.
  const onlySubject = html === undefined ? clerk.subject?.trim() : undefined
  const text = clerk.text?.trim() ? clerk.text : onlySubject || undefined
  if (html === undefined && text === undefined) return null
  return {
    subject: oneLine(clerk.subject, 250) || appName || 'A message for you',
    html: html ?? htmlOf(text ?? ''),
    text: text ?? (await textOf(html ?? '')),
  }
}

function htmlOf(text: string): string {
  return `<!doctype html><html><body><p style="white-space:pre-wrap">${escapeHtml(text)}</p></body></html>`
}

// By default headings, and the names in them, would be written in upper case.
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false },
}))

// Converting HTML that is larger or deeper than any email would block the process for seconds.
const MOST_CHARACTERS = 250_000
const MOST_DEPTH = 1_000
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i

function isReadable(html: string): boolean {
  if (html.length > MOST_CHARACTERS) return false
  let depth = 0
  for (const [, end, name = ''] of html.matchAll(/<(\/?)([a-z]\w*)/gi)) {
    if (VOID.test(name)) continue
    depth += end ? -1 : 1
    if (depth > MOST_DEPTH) return false
  }
  return true
}

/** The text part of an HTML document; empty if it cannot be made. */
export async function textOf(html: string): Promise<string> {
  if (!isReadable(html)) return ''
  try {
    const { toPlainText } = await import('react-email')
    return toPlainText(html, { selectors: HEADINGS })
  } catch {
    // The HTML part alone still contains the code.
    return ''
  }
}
