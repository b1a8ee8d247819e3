import type { Channel } from './message.ts'

/** "Look at this message": all that a job says. What is to be done about it is in the message's row. */
export interface Look {
  readonly messageId: string
  readonly channel: Channel
  readonly priority: number
  /** To be looked at by itself: it takes a request of its own. */
  readonly solo?: boolean
  /** Not before then. */
  readonly startAfter?: Date
}
