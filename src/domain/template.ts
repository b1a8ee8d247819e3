import type { Channel, MessageContent } from './message.ts'

/** Why Clerk's own rendering was sent instead of a template of ours. */
export type Fallback = 'unknown_slug' | 'missing_variable' | 'template_error'

interface Written {
  /** Slug of the template that was used, or `clerk`. */
  readonly template: string
  /** Of the words, BCP 47: one of our catalogues, or English where the words are Clerk's. */
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
}

export interface RenderedSms extends Written {
  readonly channel: 'sms'
  readonly body: string
}

export type Rendered = RenderedEmail | RenderedSms

export interface RenderInput {
  readonly channel: Channel
  readonly slug: string | null
  /** The languages that the reader may want (BCP 47), most wanted first. */
  readonly locales: readonly string[]
  /** A Dashboard example: the subject says `[Test]`. */
  readonly example: boolean
  readonly content: MessageContent
  /** Told why no template of ours was used, and what was wrong with it: names, never values. */
  readonly onFallback?: (fallback: Fallback, error?: unknown) => void
}

/** Writes a message. Null when neither a template nor Clerk's own rendering gives anything to send; never throws. */
export type Render = (input: RenderInput) => Promise<Rendered | null>
