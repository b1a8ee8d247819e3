import type { MessageContent } from '../domain/message.ts'
import { oneLine } from '../domain/plain-text.ts'

/** Clerk's own email, made whole where a part is missing; null when there is nothing of it. */
export function clerkEmail(
  clerk: MessageContent['clerk'],
  appName: string,
  toText: (html: string) => string,
): { subject: string; html: string; text: string } | null {
  const html = clerk.html?.trim() ? clerk.html : undefined
  const text = clerk.text?.trim() ? clerk.text : undefined
  if (html === undefined && text === undefined) return null
  return {
    subject: oneLine(clerk.subject, 250) || appName || 'A message for you',
    html: html ?? htmlOf(text ?? ''),
    text: text ?? toText(html ?? ''),
  }
}

function htmlOf(text: string): string {
  const escaped = text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  return `<!doctype html><html><body><p style="white-space:pre-wrap">${escaped}</p></body></html>`
}
