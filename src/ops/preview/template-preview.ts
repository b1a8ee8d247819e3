import type { Channel } from '../../domain/message.ts'
import type { Rendered } from '../../domain/template.ts'

/** Which message to show. */
export interface PreviewChoice {
  readonly channel: Channel
  readonly slug: string
  readonly language: string
  /** The id of a Clerk instance; null for the general settings. */
  readonly instance: string | null
}

export interface Previewed {
  /** Null if there is nothing to send. */
  readonly rendered: Rendered | null
  /** Why the template was not used, for its author. */
  readonly fault: string | null
  readonly use: 'own' | 'clerk' | 'off'
}

/** Writes examples of messages with the settings of this service. */
export interface TemplatePreview {
  readonly slugs: () => Promise<Readonly<Record<Channel, readonly string[]>>>
  readonly languages: readonly string[]
  /** The instances that have settings, with a name for people. */
  readonly instances: readonly { readonly id: string; readonly name: string }[]
  readonly write: (choice: PreviewChoice) => Promise<Previewed>
}
