import { setImmediate } from 'node:timers/promises'
import { LARGEST_GROUP } from './group-commit.ts'

/** Shares the one thread between accepting webhooks and writing messages. */
export interface Turns {
  /** Wraps `accept` and counts the webhooks in progress. */
  watch<In, Out>(accept: (webhook: In) => Promise<Out>): (webhook: In) => Promise<Out>
  /** Called between two messages: gives the thread to webhooks when it is their turn. */
  pause(): Promise<void>
}

// From this number of webhooks in progress on, webhooks go first: Svix repeats an unanswered one only
// after minutes, too late for a code, while most messages wait for the provider's limit anyway.
const RUSH = 10
// In a rush, this number of webhooks is accepted for each message that is written.
const WEBHOOKS_PER_MESSAGE = 8
// Otherwise writing a hundred emails must not delay a webhook for longer than this.
const SLICE_MS = 5

export function createTurns(now: () => number = () => performance.now()): Turns {
  let inProgress = 0
  let answered = 0
  // In a rush, the next message is written when this number of webhooks has been answered.
  let due = 0
  let last = now()
  const pausing = new Set<() => void>()

  function finish(): void {
    inProgress--
    answered++
    if (inProgress >= RUSH && answered < due) return
    for (const resume of pausing) resume()
    pausing.clear()
  }

  return {
    watch: (accept) => async (webhook) => {
      inProgress++
      try {
        return await accept(webhook)
      } finally {
        finish()
      }
    },
    async pause() {
      if (inProgress < RUSH && now() - last < SLICE_MS) return
      // The credit of messages is at most one group of webhooks, and their debt at most one rush: quiet
      // times neither earn nor owe.
      due =
        Math.min(Math.max(due, answered - LARGEST_GROUP), answered + RUSH) + WEBHOOKS_PER_MESSAGE
      if (inProgress >= RUSH && answered < due) {
        const { promise, resolve } = Promise.withResolvers<void>()
        pausing.add(resolve)
        await promise
      }
      await setImmediate()
      last = now()
    },
  }
}
