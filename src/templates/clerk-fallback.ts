import type { MessageContent } from '../domain/message.ts'
import { oneLine } from '../domain/plain-text.ts'

/** Clerk's own email, made whole where a part is missing; null when there is nothing of it. */
export async function clerkEmail(
  clerk: MessageContent['clerk'],
  appName: string,
): Promise<{ subject: string; html: string; text: string } | null> {
  const html = clerk.html?.trim() ? clerk.html : undefined
  // A subject alone may tell the code.
  const alone = html === undefined ? clerk.subject?.trim() : undefined
  const text = clerk.text?.trim() ? clerk.text : alone || undefined
  if (html === undefined && text === undefined) return null
  return {
    subject: oneLine(clerk.subject, 250) || appName || 'A message for you',
    html: html ?? htmlOf(text ?? ''),
    text: text ?? (await textOf(html ?? '')),
  }
}

function htmlOf(text: string): string {
  const escaped = text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  return `<!doctype html><html><body><p style="white-space:pre-wrap">${escaped}</p></body></html>`
}

// As they are written: by default they would be upper-cased, and the names in them.
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false },
}))

async function textOf(html: string): Promise<string> {
  try {
    const { toPlainText } = await import('react-email')
    return toPlainText(html, { selectors: HEADINGS })
  } catch {
    // An HTML part alone still tells the code; no message at all would not.
    return ''
  }
}
