import { setTimeout as delay } from 'node:timers/promises'
import type { Channel } from '../domain/message.ts'
import type { MessageRef } from '../domain/message-ref.ts'
import type { Turn } from '../domain/permit.ts'
import { takeBatch } from './batch.ts'
import type { DeliveryQueue } from './delivery-queue.ts'

export interface Worker {
  /** Takes no more work; resolves when what is under way is done. Aborts it after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface WorkerOptions {
  readonly channel: Channel
  /** Most messages in one request. */
  readonly most: number
  /** Most requests at once. */
  readonly concurrency: number
  /** Resolves when one request may be made; false when aborted. */
  readonly turn: (signal: AbortSignal) => Promise<false | Turn>
  /**
   * Looks at the messages; resolves with how many requests it took. Calls `asking` when all is ready
   * for a request and the provider is asked.
   */
  readonly handle: (
    messageIds: readonly string[],
    options: { readonly signal: AbortSignal; readonly asking: () => void },
  ) => Promise<number>
  readonly onError: (error: unknown) => void
}

// Backstop for jobs whose NOTIFY got lost and for retries that another instance has scheduled.
const POLL_MS = 2_000
const AFTER_ERROR_MS = 500

/**
 * Works a channel. What waits while all requests are under way or the provider's limit says no
 * becomes the next request, the most urgent first: batches form by themselves, without a timer.
 */
export function startWorker(queue: DeliveryQueue, options: WorkerOptions): Worker {
  const { channel, most, concurrency, turn, handle, onError } = options
  const stopping = new AbortController()
  const aborting = new AbortController()
  const busy = new Set<Promise<void>>()
  // Taken from the queue, not yet in a request. If we die, the sweep finds them.
  let hand: MessageRef[] = []
  // How often the bell had rung when the queue was found to be empty.
  let drainedAt = -1
  // Turns that were granted and led to no request: the next one need not wait.
  const spare: Turn[] = []

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
    await handBack().catch(onError)
  }

  async function step(): Promise<void> {
    const seen = queue.bell.count(channel)
    await fill()
    if (hand.length === 0) {
      await queue.bell.wait(channel, seen, POLL_MS, stopping.signal)
      drainedAt = -1
      return
    }
    const granted = spare.pop() ?? (await turn(stopping.signal))
    if (!granted) return
    // What came meanwhile may be more urgent than what we hold.
    if (granted.waited) await fill()
    const batch = takeBatch(hand, granted.probe ? 1 : most)
    const taken = new Set(batch)
    hand = hand.filter((look) => !taken.has(look))
    // Only requests are made side by side. What comes while one is prepared makes the next one larger,
    // which costs less than two.
    const { promise: asked, resolve: asking } = Promise.withResolvers<void>()
    const task = work(batch, granted, asking).finally(() => busy.delete(task))
    busy.add(task)
    await Promise.race([asked, task])
  }

  // Takes what there is. With the hands full, only what would come before some of the next request.
  async function fill(): Promise<void> {
    const seen = queue.bell.count(channel)
    if (hand.length === 0 && seen === drainedAt) return
    const last = hand.map(({ priority }) => priority).sort((a, b) => b - a)[most - 1]
    const minPriority = last === undefined ? undefined : last + 1
    const { refs, drained } = await queue.take(channel, most, minPriority)
    hand.push(...refs)
    if (drained) drainedAt = seen
  }

  async function work(
    refs: readonly MessageRef[],
    { probe }: Turn,
    asking: () => void,
  ): Promise<void> {
    try {
      const requests = await handle(
        refs.map(({ id }) => id),
        { signal: aborting.signal, asking },
      )
      if (requests === 0 && spare.length < concurrency) spare.push({ probe, waited: true })
    } catch (error) {
      // The rows say what is left to do; the sweep makes new jobs for it.
      onError(error)
    }
  }

  async function handBack(): Promise<void> {
    if (hand.length > 0) await queue.enqueue(hand)
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
