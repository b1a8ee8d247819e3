import pg from 'pg'

/** What `DATABASE_URL` and the limits of this process say about the connections. */
export interface PoolSettings {
  readonly connectionString: string
  /** The time limit of a statement. */
  readonly timeoutMs: number
  readonly connectionTimeoutMillis: number
  /** The most connections. */
  readonly max: number
}

const LATER_MS = 1_000

/** Opens the connections of the service to PostgreSQL. Rejects if the server does not let it in. */
export async function openPool(
  { timeoutMs, ...settings }: PoolSettings,
  onError: (error: Error) => void,
): Promise<pg.Pool> {
  const shared: pg.PoolConfig = {
    ...settings,
    // A server that stops answering without closing the connection must cost one time limit, not for ever. A
    // server that answers ends a slow statement itself, and the connection stays.
    query_timeout: timeoutMs + LATER_MS,
    keepAlive: true,
    application_name: 'bellhop',
  }
  const pool = createPool({ ...shared, statement_timeout: timeoutMs }, onError)
  try {
    const client = await pool.connect()
    client.release()
    return pool
  } catch (error) {
    await pool.end()
    if (!isRefusedParameter(error)) throw error
    return createPool(shared, onError)
  }
}

function createPool(config: pg.PoolConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(config)
  // Without a listener, an error of a connection would end the process. The pool itself listens only to
  // idle connections.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

/** PgBouncer lets nobody in who sets `statement_timeout`, because its clients share connections. */
function isRefusedParameter(error: unknown): boolean {
  return error instanceof Error && error.message.includes('unsupported startup parameter')
}
