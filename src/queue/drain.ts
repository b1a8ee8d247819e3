import type { DeliveryQueue } from './delivery-queue.ts'
import { startWorker, type WorkerOptions } from './worker.ts'

/** A delivery of what waits in a channel. */
export interface Drain {
  /** Resolves when nothing more is taken up: nothing is due, or the time is over. */
  readonly looked: Promise<void>
  /** Resolves when the requests that were begun have ended, too. */
  readonly done: Promise<void>
}

/**
 * Delivers what waits in a channel until nothing is due, or until `signal` aborts. Messages that are being sent
 * then get `graceMs`; the others stay where they are.
 */
export function drain(
  queue: DeliveryQueue,
  options: WorkerOptions,
  { signal, graceMs }: { readonly signal: AbortSignal; readonly graceMs: number },
): Drain {
  const { promise: looked, resolve: end } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => end(), { once: true })
  if (signal.aborted) end()
  const untilIdle: DeliveryQueue = {
    ...queue,
    signal: {
      ...queue.signal,
      // The worker waits when it has nothing to do.
      wait(channel, seen, stopping) {
        if (queue.signal.count(channel) === seen) end()
        return queue.signal.wait(channel, seen, stopping)
      },
    },
  }
  const worker = startWorker(untilIdle, options)
  return { looked, done: looked.then(() => worker.stop(graceMs, signal)) }
}
