import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/**
 * The pool, which closes a connection whose answer did not come in time. Used again, it would let one statement after
 * another wait for that answer; and a transaction could be open in it.
 */
export function closeSilent(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => bounded(await pool.connect()),
    end: () => pool.end(),
  }
}

function bounded(client: pg.PoolClient): PostgresPoolClient {
  let silence: Error | null = null
  async function query(statement: string, parameters: readonly unknown[]) {
    // A transaction that has failed is rolled back, which would wait once more.
    if (silence) throw silence
    try {
      return await client.query(statement, [...parameters])
    } catch (error) {
      if (isSilent(error)) silence = error
      throw error
    }
  }
  return {
    // Without cursors, which nobody uses here.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy = false) => client.release(destroy || silence !== null),
  }
}

/** By the words of the driver, which has no code for it. */
function isSilent(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout'
}
