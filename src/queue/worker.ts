import { setTimeout as delay } from 'node:timers/promises'
import type { Channel } from '../domain/message.ts'
import type { MessageRef } from '../domain/message-ref.ts'
import type { Permit } from '../domain/permit.ts'
import { takeBatch } from './batch.ts'
import type { DeliveryQueue } from './delivery-queue.ts'

export interface Worker {
  /** Takes no more work; resolves when the current work is done. Aborts that work after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface WorkerOptions {
  readonly channel: Channel
  /** The most messages in one request. */
  readonly most: number
  /** The most requests at once. */
  readonly concurrency: number
  /** Resolves when one request may be made; false when aborted. */
  readonly permit: (signal: AbortSignal) => Promise<false | Permit>
  /**
   * Delivers the messages; resolves with the number of requests that it made. Calls `onRequest` when a
   * request is prepared and is about to be made.
   */
  readonly handle: (
    messageIds: readonly string[],
    options: { readonly signal: AbortSignal; readonly onRequest: () => void },
  ) => Promise<number>
  readonly onError: (error: unknown) => void
}

// For jobs whose NOTIFY was lost, and for retries that another instance has scheduled.
const POLL_MS = 2_000
const AFTER_ERROR_MS = 500

/**
 * Delivers the messages of a channel. While all requests are in progress, or the provider's limit does
 * not allow another one, messages collect and become the next request, the most urgent first. So
 * batches form without a timer.
 */
export function startWorker(queue: DeliveryQueue, options: WorkerOptions): Worker {
  const { channel, most, concurrency, permit, handle, onError } = options
  const stopping = new AbortController()
  const aborting = new AbortController()
  const busy = new Set<Promise<void>>()
  // Taken from the queue, but not in a request yet. If the process dies, the sweep finds them.
  let pulled: MessageRef[] = []
  // The number of signals when the queue was last found empty.
  let emptyAt = -1
  // Permits that led to no request: the next request need not wait for one.
  const unusedPermits: Permit[] = []

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (busy.size >= concurrency) await Promise.race(busy)
        else await step()
      } catch (error) {
        onError(error)
        await delay(AFTER_ERROR_MS, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
    await giveBack().catch(onError)
  }

  async function step(): Promise<void> {
    const seen = queue.signal.count(channel)
    await fill()
    if (pulled.length === 0) {
      await queue.signal.wait(channel, seen, POLL_MS, stopping.signal)
      emptyAt = -1
      return
    }
    const granted = unusedPermits.pop() ?? (await permit(stopping.signal))
    if (!granted) return
    // Messages that came in the meantime may be more urgent.
    if (granted.waited) await fill()
    const batch = takeBatch(pulled, granted.probe ? 1 : most)
    const taken = new Set(batch)
    pulled = pulled.filter((ref) => !taken.has(ref))
    // Requests run side by side, but are prepared one after another: messages that come meanwhile make
    // the next request larger, which costs less than two requests.
    const { promise: requested, resolve: onRequest } = Promise.withResolvers<void>()
    const task = work(batch, granted, onRequest).finally(() => busy.delete(task))
    busy.add(task)
    await Promise.race([requested, task])
  }

  // Takes all jobs. When a request is full already, only jobs that are more urgent than its last message.
  async function fill(): Promise<void> {
    const seen = queue.signal.count(channel)
    if (pulled.length === 0 && seen === emptyAt) return
    const last = pulled.map(({ priority }) => priority).sort((a, b) => b - a)[most - 1]
    const minPriority = last === undefined ? undefined : last + 1
    const { refs, emptied } = await queue.take(channel, most, minPriority)
    pulled.push(...refs)
    if (emptied) emptyAt = seen
  }

  async function work(
    refs: readonly MessageRef[],
    { probe }: Permit,
    onRequest: () => void,
  ): Promise<void> {
    try {
      const requests = await handle(
        refs.map(({ id }) => id),
        { signal: aborting.signal, onRequest },
      )
      if (requests === 0 && unusedPermits.length < concurrency)
        unusedPermits.push({ probe, waited: true })
    } catch (error) {
      // The rows of the messages still say what is to be done; the sweep makes new jobs for them.
      onError(error)
    }
  }

  async function giveBack(): Promise<void> {
    if (pulled.length > 0) await queue.enqueue(pulled)
  }

  const running = run()
  return {
    async stop(graceMs) {
      stopping.abort()
      const timer = setTimeout(() => aborting.abort(), graceMs)
      await running
      await Promise.all(busy)
      clearTimeout(timer)
    },
  }
}
