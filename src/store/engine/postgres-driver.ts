import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'

// Between two statements of a transaction the process only computes.
const IDLE_MS = 5_000
const LIMIT = `set local idle_in_transaction_session_timeout = ${IDLE_MS}`

/**
 * Lets the server end a transaction whose process has stopped in the middle of it: a process that is frozen keeps
 * its connection, so its locks would hold up all other processes until it goes on. Within the transaction, because a
 * pooler in transaction mode takes no settings at the start of a connection.
 */
export class BoundedPostgresDriver extends PostgresDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    if (settings.isolationLevel || settings.accessMode) {
      await super.beginTransaction(connection, settings)
      await connection.executeQuery(CompiledQuery.raw(LIMIT))
      return
    }
    // Together, which saves a round trip.
    await connection.executeQuery(CompiledQuery.raw(`begin; ${LIMIT}`))
  }
}
