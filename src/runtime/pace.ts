import type { Pace } from '../domain/pace.ts'
import { sleep } from './timers.ts'

// A commit or a request for each message would cost more than all the rest, and nobody notices ten
// milliseconds.
const GAP_MS = 10

const NEVER = new AbortController().signal

export function createPace(): Pace {
  let last = -GAP_MS
  return async (signal = NEVER) => {
    const early = last + GAP_MS - performance.now()
    if (early > 0) await sleep(early, signal)
    last = performance.now()
    return early > 0
  }
}
