import { setTimeout as delay } from 'node:timers/promises'

/** A longer timer ends at once, because timers count in 32 bits. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Waits; returns early when aborted. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.min(ms, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {})
}

/** Calls `task` every `ms`, not before the last call has ended, until the returned function is called. */
export function createEvery(onError: (error: unknown) => void) {
  return (ms: number, task: () => Promise<void>): (() => void) => {
    let timer = setTimeout(run, ms)
    let stopped = false
    async function run(): Promise<void> {
      await task().catch(onError)
      if (!stopped) timer = setTimeout(run, ms)
    }
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }
}
