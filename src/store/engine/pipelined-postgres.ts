import {
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'

/** For a pool with `pipeline`: a transaction costs no trip to say that it begins. */
export function pipelinedPostgres(config: PostgresDialectConfig): PostgresDialect {
  return Object.assign(new PostgresDialect(config), {
    createDriver: () => new PipelinedDriver(config),
  })
}

class PipelinedDriver extends PostgresDriver {
  // Sent, not waited for. If it fails the connection is broken, and so do the statements behind it.
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    super.beginTransaction(connection, settings).catch(() => {})
  }
}
