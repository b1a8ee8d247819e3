import type { CapturedMessage } from '../../domain/captured-message.ts'
import type { Fallback, Render } from '../../domain/template.ts'
import type { OutgoingMessage } from '../../domain/transport.ts'
import type { CapturedEntry } from '../../store/views/captured-messages.ts'

/** The fields of the request for a message beside its content, by name, the most important first. */
export type RequestPreview = (message: OutgoingMessage, now: Date) => ReadonlyMap<string, string>

/** A captured message in one language: as it was captured, or written again. */
export interface LanguageVersion {
  readonly subject?: string
  readonly html?: string
  readonly text?: string
  readonly body?: string
  /** Null if it is no longer known. */
  readonly locale: string | null
  readonly template: string | null
  readonly fallback: Fallback | null
  /** Written only for this page, in another language or with the templates of today. */
  readonly preview: boolean
}

/** The message, written again in `language`. It is as captured without one, or if it cannot be written again. */
export async function versionIn(
  { message, source, ledger }: CapturedEntry,
  language: string | undefined,
  render: Render,
): Promise<LanguageVersion> {
  if (language && source) {
    const rendered = await render({
      channel: message.channel,
      slug: message.slug,
      locales: [language],
      example: ledger?.example ?? false,
      content: source,
      recipient: message.to,
      instanceId: message.instanceId,
    })
    if (rendered) return { ...rendered, preview: true }
  }
  const { locale = null, template = null, fallback = null } = ledger ?? {}
  return { ...message, locale, template, fallback, preview: false }
}

/** The message as the transport gets it. */
export function outgoingOf(
  { id, slug, to, channel, sender }: CapturedMessage,
  { subject = '', html = '', text = '', body = '' }: LanguageVersion,
  expiresAt: Date,
): OutgoingMessage {
  const common = { id, slug, to, expiresAt }
  return channel === 'email'
    ? { ...common, channel, subject, html, text, ...(sender ? { sender } : {}) }
    : { ...common, channel, body }
}
