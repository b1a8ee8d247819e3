import { cpus, totalmem } from 'node:os'
import pg from 'pg'
import { SERVER } from '../../test/support/postgres-server.ts'

// Settings of PostgreSQL that decide how fast it writes.
const TELLING = [
  ...['fsync', 'synchronous_commit', 'full_page_writes', 'wal_level', 'max_wal_size'],
  ...['autovacuum', 'checkpoint_timeout', 'shared_buffers', 'track_io_timing'],
]

/** What the figures were measured on, in one line. */
export async function machine(): Promise<string> {
  const [cpu] = cpus()
  const client = new pg.Client({ connectionString: SERVER })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  const changed = await client.query<{ name: string; setting: string }>(
    'select name, setting || coalesce(unit, $2) as setting from pg_settings where name = any($1) and setting <> boot_val',
    [TELLING, ''],
  )
  await client.end()
  const version = rows[0]?.server_version.split(' ')[0]
  const settings = changed.rows.map(({ name, setting }) => `${name} = ${setting}`).join(', ')
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${cpus().length} cores (${cpu?.model.trim()}), ${memory} GB, ${process.platform}, Node ${process.version}, PostgreSQL ${version} with ${settings || 'its default settings'}; the load generator, the fake providers and the database server share them`
}
