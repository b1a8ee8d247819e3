import type { MessageContent } from '../domain/message.ts'

const MARK = '[Development]'
const ANYWHERE = /\[development\]/i
const ALL = /\s?\[development\]/gi
const FIRST = /^\s*\[development\]/i
// At the start of an HTML document, after the tags before its first word.
const FIRST_SHOWN = /^(?:\s|<[^>]*>)*\[development\]/i

/**
 * The mark that Clerk puts on messages of a development instance: in the subject, or at the start of the
 * text. Bellhop's messages get the same mark, so that nobody takes them for real ones.
 */
export function markOfEmail({ subject, text, html }: MessageContent['clerk']): string | undefined {
  const marked =
    ANYWHERE.test(subject ?? '') || FIRST.test(text ?? '') || FIRST_SHOWN.test(bodyOf(html ?? ''))
  return marked ? MARK : undefined
}

/** The mark of an SMS: anywhere in its text. */
export function markOfSms({ text }: MessageContent['clerk']): string | undefined {
  return ANYWHERE.test(text ?? '') ? MARK : undefined
}

/** The line with the mark once, at its start. */
export function marked(mark: string | undefined, line: string): string {
  return mark ? `${mark} ${unmarked(mark, line).trimStart()}` : line
}

/** The text without the mark. */
export function unmarked(mark: string | undefined, text: string): string {
  return mark ? text.replace(ALL, '') : text
}

function bodyOf(html: string): string {
  return html.slice(Math.max(0, html.search(/<body\b/i)))
}
