import type { Sender } from './instance-settings.ts'
import type { Channel } from './message.ts'

/** A message in the outbox. It is complete, because it was sent nowhere else. */
export interface CapturedMessage {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  readonly to: string
  /** Email only. */
  readonly subject?: string
  readonly html?: string
  readonly text?: string
  /** Email only: what the settings say about its sender. */
  readonly sender?: Sender
  /** SMS only. */
  readonly body?: string
  readonly code?: string
  readonly link?: string
}
