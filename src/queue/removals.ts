/** Jobs that were taken and are still in the queue's table. */
export interface Removals {
  add(queue: string, jobIds: readonly string[]): void
  /** Resolves when all of them are gone. */
  flush(): Promise<void>
}

const EVERY_MS = 1_000

/**
 * Removes jobs once a second, many at a time. Nobody waits for it, and no other worker sees them: what
 * was taken is taken. Done at once it would get in the way of the message that has just been taken.
 */
export function createRemovals(
  remove: (queue: string, jobIds: string[]) => Promise<unknown>,
  onError: (error: Error) => void,
): Removals {
  const taken = new Map<string, string[]>()
  let timer: NodeJS.Timeout | undefined
  const underWay = new Set<Promise<unknown>>()

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const all = [...taken]
    taken.clear()
    for (const [queue, jobIds] of all) {
      const removal = remove(queue, jobIds)
        .catch(onError)
        .finally(() => underWay.delete(removal))
      underWay.add(removal)
    }
    await Promise.all(underWay)
  }

  return {
    add(queue, jobIds) {
      taken.set(queue, [...(taken.get(queue) ?? []), ...jobIds])
      timer ??= setTimeout(flush, EVERY_MS).unref()
    },
    flush,
  }
}
