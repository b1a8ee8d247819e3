/** Wakes workers that wait for a queue. A signal that comes before `wait` is not lost. */
export interface QueueSignal {
  notify(queue: string): void
  /** The number of signals so far. Read it before looking into the queue, and pass it to `wait`. */
  count(queue: string): number
  /** Resolves at the first signal after the first `seen`, or when `signal` aborts. */
  wait(queue: string, seen: number, signal: AbortSignal): Promise<void>
}

export function createQueueSignal(): QueueSignal {
  const counts = new Map<string, number>()
  const sleepers = new Map<string, Set<() => void>>()
  const count = (queue: string) => counts.get(queue) ?? 0

  function notify(queue: string): void {
    counts.set(queue, count(queue) + 1)
    for (const wake of sleepers.get(queue) ?? []) wake()
  }

  return {
    notify,
    count,
    wait(queue, seen, signal) {
      if (signal.aborted || count(queue) !== seen) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      const waiting = sleepers.get(queue) ?? new Set()
      sleepers.set(queue, waiting)
      function wake(): void {
        signal.removeEventListener('abort', wake)
        waiting.delete(wake)
        resolve()
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
      return promise
    },
  }
}
