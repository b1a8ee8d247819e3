import { setImmediate } from 'node:timers/promises'

/** Shares the one thread between webhooks that are taken in and messages that are written. */
export interface Turns {
  /** The same door, which counts who stands in it. */
  watch<In, Out>(accept: (webhook: In) => Promise<Out>): (webhook: In) => Promise<Out>
  /** Between two messages: lets webhooks have a turn, if one is due. */
  pause(): Promise<void>
}

// So many webhooks at once are a rush: they go first, because Svix waits for an answer and tries again
// when none comes, while messages wait for the provider's limit anyway.
const RUSH = 10
// Otherwise writing a hundred emails must not hold a webhook up for longer than that.
const SLICE_MS = 5

export function createTurns(now: () => number = () => performance.now()): Turns {
  let standing = 0
  let last = now()
  return {
    watch: (accept) => async (webhook) => {
      standing++
      try {
        return await accept(webhook)
      } finally {
        standing--
      }
    },
    async pause() {
      if (standing < RUSH && now() - last < SLICE_MS) return
      await setImmediate()
      last = now()
    },
  }
}
