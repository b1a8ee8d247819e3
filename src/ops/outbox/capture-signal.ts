/** Wakes requests that wait for a captured message when the outbox has changed. */
export interface CaptureSignal {
  notify(): void
  /** Resolves at the next notification, or after `ms`, and at the latest after a second. */
  next(ms: number): Promise<void>
}

// Messages that another instance captures are found by polling.
const POLL_MS = 1_000

export function createCaptureSignal(): CaptureSignal {
  const waiting = new Set<() => void>()
  return {
    notify() {
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
