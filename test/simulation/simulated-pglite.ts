import type { PGlite } from '@electric-sql/pglite'
import type { PGlite as PGliteLike } from 'kysely'
import type { Scheduler } from './scheduler.ts'

/** The faults of the database. */
export interface StoreFaults {
  /** Throws before a statement, or after it was executed; decided by chance while faults are on. */
  strike(when: 'before' | 'after'): void
  losesJob(): boolean
  isFault(error: unknown): boolean
  /** Errors that are no planned faults: defects. */
  readonly unexpected: unknown[]
}

/**
 * The shared engine as one instance sees it: every statement and every transaction waits for its turn
 * and may fail before it, or after it was executed.
 */
export function simulatedPglite(
  instance: string,
  pglite: PGlite,
  scheduler: Scheduler,
  faults: StoreFaults,
): PGliteLike {
  return {
    closed: false,
    ready: true,
    waitReady: Promise.resolve(),
    close: async () => {},
    async query(text, parameters, options) {
      await scheduler.park(instance)
      faults.strike('before')
      const result = await scheduler.outside(() => pglite.query(text, parameters, options))
      faults.strike('after')
      return result as never
    },
    async transaction(work) {
      try {
        await scheduler.park(instance)
        faults.strike('before')
      } catch (error) {
        // Kysely waits for a transaction to begin and for nothing else, so one that cannot begin must
        // fail with its first statement.
        const query = () => Promise.reject(error)
        return work({ query, rollback: async () => {} }) as never
      }
      const result = await scheduler.outside(() =>
        pglite.transaction((tx) =>
          work({
            query: async (text, parameters, options) => {
              faults.strike('before')
              return (await tx.query(text, parameters, options)) as never
            },
            rollback: () => tx.rollback(),
          }),
        ),
      )
      faults.strike('after')
      return result as never
    },
  }
}
