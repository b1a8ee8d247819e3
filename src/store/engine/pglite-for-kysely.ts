import type { PGlite, SerializerOptions } from '@electric-sql/pglite'
import type { PGlite as PGliteLike } from 'kysely'

const TEXT = 25
const LONG = 1_000

// PGlite measures and copies strings letter by letter, in JavaScript. Bytes it takes as they are, and
// for a text the two are the same to PostgreSQL.
const serializers: SerializerOptions = {
  // Its type says that a serializer answers with a string; what it does with bytes is right.
  [TEXT]: (value: unknown) =>
    typeof value === 'string' && value.length > LONG
      ? (Buffer.from(value) as unknown as string)
      : String(value),
}

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
