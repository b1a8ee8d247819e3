/** Wakes those who wait for a queue. A ring that nobody waits for is remembered until the next wait. */
export interface DoorBell {
  ring(queue: string): void
  ringAll(): void
  /** How often it has rung so far, to be read before looking and handed to `wait`. */
  count(queue: string): number
  /** Resolves at the first ring after `seen`, after `ms` without one, or when `signal` aborts. */
  wait(queue: string, seen: number, ms: number, signal: AbortSignal): Promise<void>
}

export function createDoorBell(): DoorBell {
  const rings = new Map<string, number>()
  const sleepers = new Map<string, Set<() => void>>()
  const count = (queue: string) => rings.get(queue) ?? 0

  function ring(queue: string): void {
    rings.set(queue, count(queue) + 1)
    for (const wake of sleepers.get(queue) ?? []) wake()
  }

  return {
    ring,
    ringAll: () => {
      for (const queue of sleepers.keys()) ring(queue)
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
