import type { Alerts } from './check.ts'

export interface AlertLoop {
  start(): void
  /** Starts the next round at once, because something has just happened. */
  notify(): void
  /** One round, for a process without the loop. */
  round(signal: AbortSignal): Promise<void>
  /** Resolves when the current round has ended. A post is aborted; another instance or the next start repeats it. */
  stop(): Promise<void>
}

const EVERY_MS = 5_000

/** Checks and posts at the start and every 5 s, independently of the delivery. */
export function createAlertLoop(
  alerts: Pick<Alerts, 'check' | 'post'>,
  onError: (error: unknown) => void,
): AlertLoop {
  const stopping = new AbortController()
  let wake = () => {}
  let notified = false

  async function pause(): Promise<void> {
    if (notified || stopping.signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, EVERY_MS)
    wake = resolve
    await promise
    clearTimeout(timer)
  }

  async function round(signal: AbortSignal): Promise<void> {
    await alerts.check().catch(onError)
    await alerts.post(signal).catch(onError)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      notified = false
      await round(stopping.signal)
      await pause()
    }
  }

  let running = Promise.resolve()
  return {
    round,
    start() {
      running = run()
    },
    notify() {
      notified = true
      wake()
    },
    async stop() {
      stopping.abort()
      wake()
      await running
    },
  }
}
