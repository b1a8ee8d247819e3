import type { Fallback, Render } from '../../domain/template.ts'
import type { OutgoingMessage } from '../../domain/transport.ts'
import type { CapturedEntry } from '../../store/views/captured-messages.ts'

/** The fields of the request for a message beside its content, by name, the most important first. */
export type RequestPreview = (message: OutgoingMessage, now: Date) => ReadonlyMap<string, string>

/** A captured message as it is shown: as it was captured, or the same in another language. */
export interface Shown {
  readonly subject?: string
  readonly html?: string
  readonly text?: string
  readonly body?: string
  /** Null where nobody knows any more. */
  readonly locale: string | null
  readonly template: string | null
  readonly fallback: Fallback | null
  /** Written just now, in a language that nobody asked the message to be in. */
  readonly preview: boolean
}

/** The message in `language`, as captured where that is its own or it can no longer be written. */
export async function shownIn(
  { message, source, ledger }: CapturedEntry,
  language: string | undefined,
  render: Render,
): Promise<Shown> {
  if (language && source && language !== ledger?.locale) {
    const rendered = await render({
      channel: message.channel,
      slug: message.slug,
      locales: [language],
      example: ledger?.example ?? false,
      content: source,
    })
    if (rendered) return { ...rendered, preview: true }
  }
  const { locale = null, template = null, fallback = null } = ledger ?? {}
  return { ...message, locale, template, fallback, preview: false }
}

/** As the transport gets it; null where the ledger no longer says how long it was good for. */
export function outgoingOf(
  { message, ledger }: CapturedEntry,
  shown: Shown,
): OutgoingMessage | null {
  if (!ledger) return null
  const { id, slug, to, channel } = message
  const common = { id, slug, to, expiresAt: ledger.expiresAt }
  const { subject = '', html = '', text = '', body = '' } = shown
  return channel === 'email'
    ? { ...common, channel, subject, html, text }
    : { ...common, channel, body }
}
