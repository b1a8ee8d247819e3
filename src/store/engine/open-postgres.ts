import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { closeSilent } from './close-silent.ts'
import { type Database, openMigrated, openReady, PLUGINS } from './database.ts'
import { withExplicitTls } from './explicit-tls.ts'
import { BoundedPostgresDriver } from './postgres-driver.ts'
import { postgresFault } from './postgres-fault.ts'
import { openPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'

export interface PostgresOptions {
  readonly onError: (error: Error) => void
  /** The time limit of a statement, in milliseconds. Defaults to 10,000. */
  readonly timeoutMs?: number
  /** The most connections. Defaults to 10. */
  readonly mostConnections?: number
  /** False: missing migrations are an error, and are not applied. */
  readonly migrates?: boolean
}

/** PostgreSQL at `url`. */
export async function openPostgres(url: string, options: PostgresOptions): Promise<Database> {
  const connectionString = withExplicitTls(url)
  const timeoutMs = options.timeoutMs ?? 10_000
  const connectionTimeoutMillis = Math.min(timeoutMs, 5_000)
  const pool = await openPool(
    { connectionString, timeoutMs, connectionTimeoutMillis, max: options.mostConnections ?? 10 },
    options.onError,
  ).catch((error) => {
    throw postgresFault(error, connectionString)
  })
  const dialect = new PostgresDialect({ pool })
  dialect.createDriver = () => new BoundedPostgresDriver({ pool: closeSilent(pool) })
  const kysely = new Kysely<Schema>({ dialect, plugins: PLUGINS })
  const connection = { engine: 'postgres', connectionString } as const
  const close = async () => {
    await kysely.destroy()
    // Kysely leaves a pool open that it has never used.
    if (!pool.ending) await pool.end()
  }
  if (options.migrates === false) return openReady(kysely, connection, close)
  // Without a time limit: a migration of a large ledger, or waiting for that of another instance, takes long.
  const migrationPool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis })
  migrationPool.on('error', options.onError)
  const migrating = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: migrationPool }),
    plugins: PLUGINS,
  })
  return openMigrated(kysely, connection, close, migrating).catch((error) => {
    throw postgresFault(error, connectionString)
  })
}
