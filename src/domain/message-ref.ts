import type { Channel } from './message.ts'

/** A message to look at: all that a job says. What is to be done about it is in the message's row. */
export interface MessageRef {
  readonly id: string
  readonly channel: Channel
  readonly priority: number
  /** It takes a request of its own. */
  readonly solo?: boolean
  /** Not before then. */
  readonly startAfter?: Date
}
