import { escapeHtml } from '../domain/escape-html.ts'
import type { MessageContent } from '../domain/message.ts'

const MARK = '[Development]'
const ANYWHERE = /\[development\]/i
const ALL = /\s?\[development\]/gi
const EACH = /\[development\]( ?)/gi
const EACH_OR_TAG = /(<[^>]*>)|\[development\]( ?)/gi
const IN_BRACKETS = /^\p{Ps}.+\p{Pe}$/u
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
  if (!mark) return line
  const rest = unmarked(mark, line).trimStart()
  return rest.startsWith(`${mark} `) ? rest : `${mark} ${rest}`
}

/** The text without Clerk's mark, and without this one if it is in brackets: a word may be a part of a name. */
export function unmarked(mark: string | undefined, text: string): string {
  if (!mark) return text
  const rest = text.replace(ALL, '')
  return IN_BRACKETS.test(mark) ? rest.replaceAll(` ${mark}`, '').replaceAll(mark, '') : rest
}

/**
 * Clerk's own content with the operator's mark in the place of Clerk's, or without Clerk's where the
 * operator's stands already.
 */
export function withOwnMark(
  clerk: MessageContent['clerk'],
  mark: string | undefined,
): MessageContent['clerk'] {
  if (!mark || !markOfEmail(clerk)) return clerk
  const { subject, text, html } = clerk
  const inPlace = (part: string, own: string, space: string) =>
    part.includes(own) ? '' : `${own}${space}`
  return {
    ...clerk,
    ...(subject && { subject: marked(mark, subject) }),
    ...(text && { text: text.replace(EACH, (_, space) => inPlace(text, mark, space)) }),
    // Not in the addresses of links and pictures.
    ...(html && {
      html: html.replace(
        EACH_OR_TAG,
        (_, tag, space) => tag ?? inPlace(html, escapeHtml(mark), space),
      ),
    }),
  }
}

function bodyOf(html: string): string {
  return html.slice(Math.max(0, html.search(/<body\b/i)))
}
