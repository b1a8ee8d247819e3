import { setImmediate } from 'node:timers/promises'
import { LARGEST_GROUP } from './accept/group-commit.ts'

/** Shares the one thread between webhooks that are taken in and messages that are written. */
export interface Turns {
  /** The same door, which counts who stands in it. */
  watch<In, Out>(accept: (webhook: In) => Promise<Out>): (webhook: In) => Promise<Out>
  /** Between two messages: lets webhooks have a turn, if one is due. */
  pause(): Promise<void>
}

// So many webhooks at once are a rush. They go first: what Svix gets no answer to comes back after
// minutes, too late for a code, while most messages wait for the provider's limit anyway.
const RUSH = 10
// For each message that is written in a rush so many webhooks are taken in, which takes about as long
// each.
const SHARE = 8
// Otherwise writing a hundred emails must not hold a webhook up for longer than that.
const SLICE_MS = 5

export function createTurns(now: () => number = () => performance.now()): Turns {
  let standing = 0
  let answered = 0
  // How many must have been answered before the next message is written in a rush.
  let due = 0
  let last = now()
  const pausing = new Set<() => void>()

  function leave(): void {
    standing--
    answered++
    if (standing >= RUSH && answered < due) return
    for (const goOn of pausing) goOn()
    pausing.clear()
  }

  return {
    watch: (accept) => async (webhook) => {
      standing++
      try {
        return await accept(webhook)
      } finally {
        leave()
      }
    },
    async pause() {
      if (standing < RUSH && now() - last < SLICE_MS) return
      // What a group of webhooks has earned may be used up before the next is answered. What was earned
      // earlier is forgotten, and so is what quiet times would owe.
      due = Math.min(Math.max(due, answered - LARGEST_GROUP), answered + RUSH) + SHARE
      if (standing >= RUSH && answered < due) {
        const { promise, resolve } = Promise.withResolvers<void>()
        pausing.add(resolve)
        await promise
      }
      await setImmediate()
      last = now()
    },
  }
}
