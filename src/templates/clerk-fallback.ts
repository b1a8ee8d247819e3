import { escapeHtml } from '../domain/escape-html.ts'
import type { MessageContent } from '../domain/message.ts'
import { oneLine } from '../domain/plain-text.ts'
import { textOf } from './text-part.ts'

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
