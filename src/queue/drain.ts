import type { DeliveryQueue } from './delivery-queue.ts'
import { startWorker, type WorkerOptions } from './worker.ts'

/**
 * Delivers what waits in a channel until nothing is due, or until `signal` aborts. Messages that are being sent
 * then get `graceMs`; the others stay where they are.
 */
export async function drain(
  queue: DeliveryQueue,
  options: WorkerOptions,
  { signal, graceMs }: { readonly signal: AbortSignal; readonly graceMs: number },
): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
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
  await ended
  await worker.stop(graceMs)
}
