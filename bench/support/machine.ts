import { cpus, totalmem } from 'node:os'
import pg from 'pg'
import { SERVER } from './systems.ts'

/** What the figures were measured on, in one line. */
export async function machine(): Promise<string> {
  const [cpu] = cpus()
  const client = new pg.Client({ connectionString: SERVER })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  const version = rows[0]?.server_version.split(' ')[0]
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${cpus().length} cores (${cpu?.model.trim()}), ${memory} GB, ${process.platform}, Node ${process.version}, PostgreSQL ${version} with its default settings; the load generator, the fake providers and the database server share them`
}
