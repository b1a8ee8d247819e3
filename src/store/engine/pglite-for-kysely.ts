import type { PGlite, SerializerOptions } from '@electric-sql/pglite'
import type { PGlite as PGliteLike } from 'kysely'

const TEXT = 25
const LONG = 1_000

// PGlite measures and copies strings character by character, in JavaScript, but uses bytes as they are. To
// PostgreSQL both are the same text.
const serializers: SerializerOptions = {
  // A serializer must return a string by its type, but bytes work too.
  [TEXT]: (value: unknown) =>
    typeof value === 'string' && value.length > LONG
      ? (Buffer.from(value) as unknown as string)
      : String(value),
}

/**
 * PGlite for Kysely's dialect. If a transaction cannot begin (the engine is closed, or the disk is full),
 * Kysely would wait for ever, and the unhandled rejection would end the process. Here the transaction
 * begins, and its first statement fails.
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
    query: (text, parameters, options) =>
      pglite.query(text, parameters, { ...options, serializers }),
    async transaction(work) {
      let begun = false
      try {
        return await pglite.transaction((tx) => {
          begun = true
          return work({
            query: (text, parameters, options) =>
              tx.query(text, parameters, { ...options, serializers }),
            rollback: () => tx.rollback(),
          })
        })
      } catch (error) {
        if (begun) throw error
        return work({ query: () => Promise.reject(error), rollback: async () => {} })
      }
    },
  }
}
