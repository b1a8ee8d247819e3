import pg from 'pg'
import type { ServerFacts } from '../../domain/server-facts.ts'
import { StartError } from '../../domain/start-error.ts'
import { withExplicitTls } from './explicit-tls.ts'
import { postgresFault } from './postgres-fault.ts'

/** Asks the server at `url` about itself, and changes nothing. Throws a StartError that says what is wrong. */
export async function readServerFacts(url: string, timeoutMs: number): Promise<ServerFacts> {
  const connectionString = withExplicitTls(url)
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'bellhop-doctor',
  })
  // Without a listener, an error of the connection would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<ServerFacts>(`
      select current_setting('server_version_num')::int as version,
        has_database_privilege(current_database(), 'create')
          or exists (select from pg_namespace where nspname = 'bellhop') as "mayCreate",
        current_setting('fsync') = 'on' as fsync,
        pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as "readOnly",
        clock_timestamp() as now`)
    const [facts] = rows
    if (!facts) throw new StartError('PostgreSQL answers nothing: check DATABASE_URL.')
    return facts
  } catch (error) {
    throw postgresFault(error, connectionString)
  } finally {
    await client.end().catch(() => {})
  }
}
