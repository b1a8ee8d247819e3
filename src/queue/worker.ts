import { setTimeout as delay } from 'node:timers/promises'
import type { Channel } from '../domain/message.ts'
import type { DeliveryQueue } from './delivery-queue.ts'

export interface Worker {
  /** Takes no more work; resolves when what is under way is done. Aborts it after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

// Backstop for jobs whose NOTIFY got lost and for retries that another instance has scheduled.
const POLL_MS = 2_000
const AFTER_ERROR_MS = 500

/**
 * Works a channel: takes what waits, up to `most` messages at a time and by priority, and hands it
 * to `handle`. While all `concurrency` places are busy, messages collect into the next batch.
 */
export function startWorker(
  queue: DeliveryQueue,
  options: {
    readonly channel: Channel
    readonly most: number
    readonly concurrency: number
    readonly handle: (messageIds: readonly string[], signal: AbortSignal) => Promise<void>
    readonly onError: (error: unknown) => void
  },
): Worker {
  const { channel, most, concurrency, handle, onError } = options
  const stopping = new AbortController()
  const aborting = new AbortController()
  const busy = new Set<Promise<void>>()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (busy.size >= concurrency) {
        await Promise.race(busy)
        continue
      }
      const seen = queue.bell.count(channel)
      try {
        const jobs = await queue.fetch(channel, most)
        if (jobs.length === 0) await queue.bell.wait(channel, seen, POLL_MS, stopping.signal)
        else begin(jobs)
      } catch (error) {
        onError(error)
        await delay(AFTER_ERROR_MS, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  function begin(jobs: Awaited<ReturnType<DeliveryQueue['fetch']>>): void {
    const task = work(jobs).finally(() => busy.delete(task))
    busy.add(task)
  }

  async function work(jobs: Awaited<ReturnType<DeliveryQueue['fetch']>>): Promise<void> {
    try {
      await handle(
        jobs.map(({ data }) => data.messageId),
        aborting.signal,
      )
    } catch (error) {
      // The rows say what is left to do; the sweep makes new jobs for it.
      onError(error)
    }
    await queue.remove(channel, jobs).catch(onError)
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
