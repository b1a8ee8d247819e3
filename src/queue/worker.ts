import { setTimeout as delay } from 'node:timers/promises'
import type { Channel } from '../domain/message.ts'
import type { MessageRef } from '../domain/message-ref.ts'
import type { Pace } from '../domain/pace.ts'
import type { ChannelPermit } from '../domain/permit.ts'
import type { Backlog } from './backlog.ts'
import type { DeliveryQueue } from './delivery-queue.ts'

export interface Worker {
  /**
   * Takes no more work; resolves when the current work is done. Aborts that work after `graceMs`, which begin when
   * `after` aborts, if it is given.
   */
  stop(graceMs: number, after?: AbortSignal): Promise<void>
}

export interface WorkerOptions {
  readonly channel: Channel
  readonly backlog: Backlog
  /** The most messages that the worker takes from the queue at once. */
  readonly most: number
  /** The most requests at once. */
  readonly concurrency: number
  /** Resolves when one request may be made; false when aborted. */
  readonly permit: (signal: AbortSignal) => Promise<false | ChannelPermit>
  /**
   * Delivers the messages through a provider of the channel; resolves with the number of requests that it
   * made. Calls `onRequest` when a request is prepared and is about to be made.
   */
  readonly handle: (
    provider: string,
    messageIds: readonly string[],
    options: { readonly signal: AbortSignal; readonly onRequest: () => void },
  ) => Promise<number>
  /** Awaited before each request; true if it waited. */
  readonly pace: Pace
  readonly onError: (error: unknown) => void
}

const AFTER_ERROR_MS = 500
const LOOK_AGAIN_MS = 1_000

/**
 * Delivers the messages of a channel. While all requests are in progress, or the provider's limit does
 * not allow another one, messages collect and become the next request, the most urgent first. So
 * batches form by themselves.
 */
export function startWorker(queue: DeliveryQueue, options: WorkerOptions): Worker {
  const { channel, backlog, most, concurrency, permit, handle, pace, onError } = options
  const stopping = new AbortController()
  const aborting = new AbortController()
  const busy = new Set<Promise<void>>()
  // Permits that led to no request: the next request need not wait for one.
  const unusedPermits: ChannelPermit[] = []

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
    if (backlog.size() === 0) return queue.signal.wait(channel, seen, stopping.signal)
    const early = await pace(stopping.signal)
    const granted = unusedPermit() ?? (await permit(stopping.signal))
    if (!granted) return
    // Messages that came in the meantime may be more urgent.
    if (granted.waited || early) await fill()
    const batch = batchFor(backlog, granted)
    if (batch.length === 0) return waitForUrgent(seen)
    // Requests run side by side, but are prepared one after another: messages that come meanwhile make
    // the next request larger, which costs less than two requests.
    const { promise: requested, resolve: onRequest } = Promise.withResolvers<void>()
    const task = work(batch, granted, onRequest).finally(() => busy.delete(task))
    busy.add(task)
    await Promise.race([requested, task])
  }

  function unusedPermit(): ChannelPermit | undefined {
    for (;;) {
      const unused = unusedPermits.pop()
      if (!unused || unused.isCurrent()) return unused
    }
  }

  // All messages that wait are less urgent than what the provider takes now.
  function waitForUrgent(seen: number): Promise<void> {
    const soon = AbortSignal.any([stopping.signal, AbortSignal.timeout(LOOK_AGAIN_MS)])
    return queue.signal.wait(channel, seen, soon)
  }

  // Takes all jobs. When a request is full already, only those that are as urgent as its last message: they may
  // have come before what was handed over. They are no longer taken once they would fill a request beyond those
  // that can be under way, so that other instances find them.
  async function fill(): Promise<void> {
    const lowest = backlog.lowestPriority(most)
    if (lowest === null) return void backlog.add(await queue.take(channel, most))
    const holds = backlog.countFrom(lowest) >= most * (concurrency + 1)
    backlog.add(await queue.take(channel, most, holds ? lowest + 1 : lowest))
  }

  async function work(
    refs: readonly MessageRef[],
    granted: ChannelPermit,
    onRequest: () => void,
  ): Promise<void> {
    try {
      const requests = await handle(
        granted.provider,
        refs.map(({ id }) => id),
        { signal: aborting.signal, onRequest },
      )
      if (requests === 0 && unusedPermits.length < concurrency)
        unusedPermits.push({ ...granted, waited: true })
    } catch (error) {
      // The rows of the messages still say what is to be done; the sweep makes new jobs for them.
      onError(error)
    }
  }

  async function giveBack(): Promise<void> {
    const left = backlog.close()
    if (left.length > 0) await queue.enqueue(left)
  }

  const running = run()
  return {
    async stop(graceMs, after) {
      stopping.abort()
      using _ = whenOver(graceMs, after, () => aborting.abort())
      await running
      await Promise.all(busy)
    },
  }
}

/** Acts `ms` after `after` has aborted, or after now. Not if it is disposed before. */
function whenOver(ms: number, after: AbortSignal | undefined, act: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined
  const begin = () => {
    timer = setTimeout(act, ms)
  }
  if (after && !after.aborted) after.addEventListener('abort', begin)
  else begin()
  return {
    [Symbol.dispose]() {
      after?.removeEventListener('abort', begin)
      clearTimeout(timer)
    },
  }
}

function batchFor(
  backlog: Backlog,
  { probe, hasStandBy, most, leastPriority }: ChannelPermit,
): readonly MessageRef[] {
  if (probe && hasStandBy) return backlog.last()
  return backlog.next(probe ? 1 : most, leastPriority)
}
