/** Wakes requests that wait for a captured message when the outbox has changed. */
export interface CaptureBell {
  ring(): void
  /** Resolves at the next ring, or after `ms`, and at the latest after a second. */
  next(ms: number): Promise<void>
}

// Another instance may capture a message too, and its bell does not ring here.
const POLL_MS = 1_000

export function createCaptureBell(): CaptureBell {
  const waiting = new Set<() => void>()
  return {
    ring() {
      for (const wake of [...waiting]) wake()
    },
    next(ms) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const wake = () => {
        clearTimeout(timer)
        waiting.delete(wake)
        resolve()
      }
      // The open connection of the waiting request keeps the process running, not this timer.
      const timer = setTimeout(wake, Math.min(ms, POLL_MS)).unref()
      waiting.add(wake)
      return promise
    },
  }
}
