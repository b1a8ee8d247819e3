/** Wakes workers that wait for a queue. A signal that comes before `wait` is not lost. */
export interface QueueSignal {
  notify(queue: string): void
  notifyAll(): void
  /** The number of signals so far. Read it before looking into the queue, and pass it to `wait`. */
  count(queue: string): number
  /** Resolves at the first signal after the first `seen`, after `ms` without one, or when `signal` aborts. */
  wait(queue: string, seen: number, ms: number, signal: AbortSignal): Promise<void>
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
    notifyAll: () => {
      for (const queue of sleepers.keys()) notify(queue)
    },
    count,
    wait(queue, seen, ms, signal) {
      if (signal.aborted || count(queue) !== seen) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      const waiting = sleepers.get(queue) ?? new Set()
      sleepers.set(queue, waiting)
      const timer = setTimeout(wake, ms)
      function wake(): void {
        clearTimeout(timer)
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
