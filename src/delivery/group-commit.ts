import type { Pace } from '../domain/pace.ts'
import { isItemFault } from './store-fault.ts'

/** Most items in one commit. */
export const LARGEST_GROUP = 200

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Commits items together that arrive together: while one commit is under way the others
 * wait, and all that wait become the next commit. `commit` answers in the order of its items. When it
 * fails and one of the items may be the cause, the items are committed one by one, so that a bad one fails
 * alone.
 */
export function groupCommits<Item, Result>(options: {
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly most?: number
  /** Awaited before each commit, so that under load more items share it. */
  readonly pace: Pace
}): (item: Item) => Promise<Result> {
  const { commit, pace, most = LARGEST_GROUP } = options
  const waiting: Waiting<Item, Result>[] = []
  let busy = false

  async function settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await commit(group.map(({ item }) => item))
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result)
      })
    } catch (error) {
      if (group.length > 1 && isItemFault(error)) {
        for (const one of group) await settle([one])
      } else {
        for (const { reject } of group) reject(error)
      }
    }
  }

  async function drain(): Promise<void> {
    if (busy) return
    busy = true
    while (waiting.length > 0) {
      await pace()
      await settle(waiting.splice(0, most))
    }
    busy = false
  }

  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    waiting.push({ item, resolve, reject })
    // After the current turn, so that requests that were parsed in it share the first commit too.
    setImmediate(() => void drain())
    return promise
  }
}
