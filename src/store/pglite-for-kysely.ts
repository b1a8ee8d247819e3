import type { PGlite } from '@electric-sql/pglite'
import type { PGlite as PGliteLike } from 'kysely'

/**
 * PGlite for Kysely's dialect. Kysely waits for a transaction to begin and for nothing else: one that
 * cannot begin (a closed engine, a full disk) would hang its caller and end the process with an
 * unhandled rejection. Here it begins, and fails with its first statement.
 */
export function pgliteForKysely(pglite: PGlite): PGliteLike {
  return {
    get closed() {
      return pglite.closed
    },
    get ready() {
      return pglite.ready
    },
    waitReady: pglite.waitReady,
    close: () => pglite.close(),
    query: (text, parameters, options) => pglite.query(text, parameters, options),
    async transaction(work) {
      let begun = false
      try {
        return await pglite.transaction((tx) => {
          begun = true
          return work(tx)
        })
      } catch (error) {
        if (begun) throw error
        return work({ query: () => Promise.reject(error), rollback: async () => {} })
      }
    },
  }
}
