import { setImmediate, setTimeout } from 'node:timers/promises'

/** The work of a service that should end before the service is closed. */
export interface UnderWay {
  add<Result>(work: Promise<Result>): Promise<Result>
  /** Resolves when all of it has ended, or when the time is over. */
  ended(graceMs: number): Promise<void>
}

export function createUnderWay(): UnderWay {
  const all = new Set<Promise<unknown>>()
  return {
    add(work) {
      all.add(work)
      const forget = () => all.delete(work)
      work.then(forget, forget)
      return work
    },
    async ended(graceMs) {
      // Whoever has just been given the service begins first.
      await setImmediate()
      if (all.size === 0) return
      const isOver = new AbortController()
      await Promise.race([
        Promise.allSettled(all),
        setTimeout(graceMs, undefined, { signal: isOver.signal }).catch(() => {}),
      ])
      isOver.abort()
    },
  }
}
