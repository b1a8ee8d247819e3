import { type ContentCipher, decryptJson } from '../../domain/content-cipher.ts'
import type { SettingsOf } from '../../domain/instance-settings.ts'
import type { MessageContent, MessageStatus } from '../../domain/message.ts'
import type { Fallback, LanguageSource, Render, Rendered } from '../../domain/template.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import type { DeliverySignals } from '../signals.ts'
import { languagesOf, sourceOf } from './languages.ts'

export interface WriteOptions {
  readonly render: Render
  readonly cipher: Pick<ContentCipher, 'decrypt'>
  readonly defaultLocale: string
  /** Whether welcomes are sent. A process that was started before may have accepted some. */
  readonly welcomeEmail: boolean
  /** A process that was started before with other settings may have accepted what is off now. */
  readonly settingsOf: SettingsOf
  readonly signals: Pick<DeliverySignals, 'recorded' | 'unknownSlug'>
  /** For the log. */
  readonly provider: string
}

/** A message that is ready to be sent. */
export interface WrittenMessage {
  readonly message: OpenMessage
  readonly recipient: string
  readonly rendered: Rendered
  /** Who wanted its language; null if the text is Clerk's own. */
  readonly localeSource: LanguageSource | null
}

/** The result of writing a message. */
export type Writing =
  | ({ readonly kind: 'written' } & WrittenMessage)
  /** There is nothing to send, and never will be. */
  | ({ readonly kind: 'ended' } & EndedMessage)
  /** It was encrypted with a key that is missing. */
  | { readonly kind: 'key_missing'; readonly message: OpenMessage }

export interface EndedMessage {
  readonly message: OpenMessage
  readonly status: MessageStatus
  readonly reason: string
}

/** Writes one message in the language of its reader. `hint` is the language that the app sent for the reader. */
export async function writeMessage(
  message: OpenMessage,
  hint: string | undefined,
  options: WriteOptions,
): Promise<Writing> {
  const ended = (status: MessageStatus, reason: string): Writing => ({
    kind: 'ended',
    message,
    status,
    reason,
  })
  if (message.kind === 'welcome' && !options.welcomeEmail && !message.example) {
    return ended('skipped', 'disabled')
  }
  const { channel, slug, instanceId, example } = message
  if (options.settingsOf(instanceId).ruleOf(channel, slug).use === 'off' && !example) {
    return ended('skipped', 'disabled')
  }
  const content = decrypted(message, options.cipher)
  if (content === undefined) return { kind: 'key_missing', message }
  if (content === null) return ended('skipped', 'erased')

  const { rendered, fallbacks, wanted } = await render({ ...message, content }, hint, options)
  if (rendered?.fallback === 'unknown_slug' && message.slug !== null) {
    options.signals.unknownSlug(message.channel, message.slug)
  }
  const { recipient } = message
  if (rendered && recipient !== null) {
    const localeSource = rendered.fallback ? null : sourceOf(rendered.locale, wanted)
    return { kind: 'written', message, recipient, rendered, localeSource }
  }
  // Clerk has no text of its own for this message.
  return ended(
    'failed',
    fallbacks.includes('template_error') ? 'template_error' : 'nothing_to_send',
  )
}

// Undefined if it was encrypted with a key that is missing.
function decrypted(
  { content }: OpenMessage,
  cipher: Pick<ContentCipher, 'decrypt'>,
): MessageContent | null | undefined {
  if (!content) return null
  try {
    return decryptJson(cipher, content)
  } catch {
    return undefined
  }
}

async function render(
  message: OpenMessage & { readonly content: MessageContent },
  hint: string | undefined,
  { render, defaultLocale, signals, provider }: WriteOptions,
) {
  const fallbacks: Fallback[] = []
  const wanted = languagesOf(message, hint, defaultLocale)
  const rendered = await render({
    ...message,
    locales: wanted.map(({ tag }) => tag),
    onFallback(fallback, error) {
      fallbacks.push(fallback)
      if (error === undefined) return
      const { id: messageId, slug } = message
      signals.recorded({ messageId, slug, provider, outcome: 'fallback', code: fallback, error })
    },
  })
  return { rendered, fallbacks, wanted }
}
