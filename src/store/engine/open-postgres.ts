import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Database, openMigrated, PLUGINS } from './database.ts'
import { withExplicitTls } from './explicit-tls.ts'
import { postgresFault } from './postgres-fault.ts'
import { openPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'

/** PostgreSQL at `url`. */
export async function openPostgres(
  url: string,
  options: { readonly onError: (error: Error) => void; readonly timeoutMs?: number },
): Promise<Database> {
  const connectionString = withExplicitTls(url)
  const timeoutMs = options.timeoutMs ?? 10_000
  const connectionTimeoutMillis = Math.min(timeoutMs, 5_000)
  const pool = await openPool(
    { connectionString, timeoutMs, connectionTimeoutMillis },
    options.onError,
  ).catch((error) => {
    throw postgresFault(error, connectionString)
  })
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: PLUGINS })
  // Without a time limit: a migration of a large ledger, or waiting for that of another instance, takes long.
  const migrationPool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis })
  migrationPool.on('error', options.onError)
  const migrating = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: migrationPool }),
    plugins: PLUGINS,
  })
  const connection = { engine: 'postgres', connectionString } as const
  return openMigrated(kysely, connection, () => kysely.destroy(), migrating).catch((error) => {
    throw postgresFault(error, connectionString)
  })
}
