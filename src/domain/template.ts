import type { Sender } from './instance-settings.ts'
import type { Channel, MessageContent } from './message.ts'

/** Why Clerk's own text was sent instead of one of our templates. */
export type Fallback = 'unknown_slug' | 'missing_variable' | 'template_error'

/**
 * Who wanted the language of a message: its user, the event (the user or the invitation in it), the app by a
 * hint, the organization, or nobody (`default`).
 */
export type LanguageSource = 'user' | 'event' | 'hint' | 'organization' | 'default'

interface Written {
  /** The slug of the template that was used, or `clerk`. */
  readonly template: string
  /** The language of the text (BCP 47): that of one of our catalogues, or English if the text is Clerk's. */
  readonly locale: string
  readonly fallback: Fallback | null
  readonly code?: string
  readonly link?: string
}

export interface RenderedEmail extends Written {
  readonly channel: 'email'
  /** One line, without control characters. */
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Who it comes from, where that differs from the transport's own sender. */
  readonly sender?: Sender
}

export interface RenderedSms extends Written {
  readonly channel: 'sms'
  readonly body: string
}

export type Rendered = RenderedEmail | RenderedSms

export interface RenderInput {
  /** The Clerk instance that the message is from. */
  readonly instanceId?: string | null
  readonly channel: Channel
  readonly slug: string | null
  /** The languages that the reader may want (BCP 47), most wanted first. */
  readonly locales: readonly string[]
  /** A Dashboard example: the subject says `[Test]`. */
  readonly example: boolean
  readonly content: MessageContent
  /** The address or number of the reader. */
  readonly recipient?: string | null
  /** Called with the reason if none of our templates was used. `error` contains names, never values. */
  readonly onFallback?: (fallback: Fallback, error?: unknown) => void
}

/** Writes a message. Null if neither a template nor Clerk's own text gives anything to send. Never throws. */
export type Render = (input: RenderInput) => Promise<Rendered | null>
