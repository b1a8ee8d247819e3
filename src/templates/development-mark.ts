import type { MessageContent } from '../domain/message.ts'

const MARK = '[Development]'
const ANYWHERE = /\[development\]/i
const ALL = /\s?\[development\]/gi
const FIRST = /^\s*\[development\]/i
// Behind the tags that stand before the first word of a document.
const FIRST_SHOWN = /^(?:\s|<[^>]*>)*\[development\]/i

/**
 * What Clerk puts on all that a development instance sends, so that ours can be told from real
 * messages, too: in the subject, or where that has none at the start of the text.
 */
export function markOfEmail({ subject, text, html }: MessageContent['clerk']): string | undefined {
  const marked =
    ANYWHERE.test(subject ?? '') || FIRST.test(text ?? '') || FIRST_SHOWN.test(bodyOf(html ?? ''))
  return marked ? MARK : undefined
}

/** The same of an SMS, which is all text. */
export function markOfSms({ text }: MessageContent['clerk']): string | undefined {
  return ANYWHERE.test(text ?? '') ? MARK : undefined
}

/** The line with the mark in front, once, wherever it has been. */
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
