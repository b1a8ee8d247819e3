import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Database, openMigrated, PLUGINS } from './database.ts'
import { withExplicitTls } from './explicit-tls.ts'
import { postgresFault } from './postgres-fault.ts'
import type { Schema } from './schema.ts'

/** PostgreSQL at `url`. */
export async function openPostgres(
  url: string,
  options: { readonly onError: (error: Error) => void; readonly timeoutMs?: number },
): Promise<Database> {
  const connectionString = withExplicitTls(url)
  const timeoutMs = options.timeoutMs ?? 10_000
  const connectionTimeoutMillis = Math.min(timeoutMs, 5_000)
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis,
    // A server that stops answering without closing the connection must cost one time limit, not for ever.
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    keepAlive: true,
    application_name: 'bellhop',
  })
  // Without a listener, an error of a connection would end the process. The pool itself listens only to
  // idle connections.
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
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
