/** Tells those who wait for a captured message that the outbox has changed. */
export interface CaptureBell {
  ring(): void
  /** Resolves at the next ring, or after `ms`, and at the latest after a second. */
  next(ms: number): Promise<void>
}

// Another instance may capture for us to show; its ring is not heard here.
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
      // Who waits has a connection open; that, not the timer, is what keeps a process at work.
      const timer = setTimeout(wake, Math.min(ms, POLL_MS)).unref()
      waiting.add(wake)
      return promise
    },
  }
}
