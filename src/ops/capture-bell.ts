/** Tells those who wait for a captured message that there is a new one. */
export interface CaptureBell {
  ring(): void
  /** Resolves at the next ring, or after `ms`. */
  next(ms: number): Promise<void>
}

// Another instance may capture for us to show; its ring is not heard here.
const POLL_MS = 1_000

export function createCaptureBell(): CaptureBell {
  let waiting = Promise.withResolvers<void>()
  return {
    ring() {
      waiting.resolve()
      waiting = Promise.withResolvers()
    },
    async next(ms) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, Math.min(ms, POLL_MS))
      await Promise.race([waiting.promise, promise])
      clearTimeout(timer)
    },
  }
}
