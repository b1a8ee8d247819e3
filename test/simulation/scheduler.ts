import type { Random } from './random.ts'

/** Thrown at the next await of an instance that was killed. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

interface Parked {
  readonly instance: string
  readonly wakeAt: number
  readonly resume: () => void
}

/**
 * Virtual time, and the order of everything. Code that waits for the database, the provider or the clock
 * waits here, and one seeded choice after the other continues one waiter. Between two choices only that
 * code runs.
 */
export interface Scheduler {
  now(): number
  /** Waits for its turn, not before `ms` from now. Throws a Crash once the instance is dead. */
  park(instance: string, ms?: number): Promise<void>
  /** Runs something outside (a statement) that must end before the next choice. */
  outside<Result>(act: () => Promise<Result>): Promise<Result>
  kill(instance: string): void
  isDead(instance: string): boolean
  /** Continues one waiter. False when there is none before `until`. */
  step(until: number): Promise<boolean>
  jump(ms: number): void
}

export function createScheduler(random: Random, start: number): Scheduler {
  const parked = new Set<Parked>()
  const dead = new Set<string>()
  let clock = start
  let outside = 0

  /** Resolves when all continued code waits again. */
  async function settled(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (outside > 0)
    // Continuations of the last statement, and those of theirs.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
    if (outside > 0) await settled()
  }

  return {
    now: () => clock,
    async park(instance, ms = 0) {
      if (!dead.has(instance)) {
        await new Promise<void>((resume) => {
          parked.add({ instance, wakeAt: clock + ms, resume })
        })
      }
      if (dead.has(instance)) throw new Crash(instance)
    },
    async outside(act) {
      outside++
      try {
        return await act()
      } finally {
        outside--
      }
    },
    kill(instance) {
      dead.add(instance)
      for (const waiter of parked) {
        if (waiter.instance !== instance) continue
        parked.delete(waiter)
        waiter.resume()
      }
    },
    isDead: (instance) => dead.has(instance),
    async step(until) {
      await settled()
      const earliest = Math.min(...[...parked].map(({ wakeAt }) => wakeAt))
      if (earliest > until) return false
      clock = Math.max(clock, earliest)
      const ready = [...parked].filter(({ wakeAt }) => wakeAt <= clock)
      const chosen = random.pick(ready)
      parked.delete(chosen)
      chosen.resume()
      await settled()
      return true
    },
    jump(ms) {
      clock += ms
    },
  }
}
