import type { Channel } from './message.ts'

/** A reference to a message, as a job contains it. The row of the message says what to do. */
export interface MessageRef {
  readonly id: string
  readonly channel: Channel
  readonly priority: number
  /** It must be sent in a request of its own. */
  readonly solo?: boolean
  /** The job starts no earlier than this. */
  readonly startAfter?: Date
}
