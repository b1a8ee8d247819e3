import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { StartError } from '../domain/start-error.ts'
import { openDataDirectory } from './data-directory.ts'
import { lockDataDirectory } from './data-directory-lock.ts'
import { migrate } from './migrate.ts'
import { narrowTree, ownDirectory } from './owner-only.ts'
import { pgliteForKysely } from './pglite-for-kysely.ts'
import { pipelinedPostgres } from './pipelined-postgres.ts'
import { postgresFault } from './postgres-fault.ts'
import type { Schema } from './schema.ts'

/** Our tables, wherever they are. Queries written with it are qualified with the schema `bellhop`. */
export type Db = Kysely<Schema>

/** How another library (the queue) reaches the same database. */
export type Connection =
  | { readonly engine: 'pglite'; readonly pglite: PGlite }
  | { readonly engine: 'postgres'; readonly connectionString: string }

export interface Database {
  readonly db: Db
  readonly connection: Connection
  /** Resolves when the database answers a query, rejects when it does not within `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>
  close(): Promise<void>
}

/** The name of the schema that holds all tables of Bellhop. */
const SCHEMA = 'bellhop'

/** PostgreSQL at `connectionString`. */
export async function openPostgres(
  connectionString: string,
  options: { readonly onError: (error: Error) => void; readonly timeoutMs?: number },
): Promise<Database> {
  const timeoutMs = options.timeoutMs ?? 10_000
  const connectionTimeoutMillis = Math.min(timeoutMs, 5_000)
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis,
    // A server that stops answering without closing must cost one deadline, not for ever.
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    keepAlive: true,
    pipeline: true,
    application_name: 'bellhop',
  })
  // A connection that breaks while nobody listens for it would end the process. The pool listens
  // to idle ones only.
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
  const kysely = new Kysely<Schema>({ dialect: pipelinedPostgres({ pool }) })
  // A migration of a large ledger, or waiting for another instance's, may take its time.
  const patient = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis })
  patient.on('error', options.onError)
  const migrating = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: patient }) })
  const connection = { engine: 'postgres', connectionString } as const
  return open(kysely, connection, () => kysely.destroy(), migrating).catch((error) => {
    throw postgresFault(error, connectionString)
  })
}

/** The embedded engine, its files in `dataDir/pglite`; one process at a time. */
export async function openPglite(
  dataDir: string,
  onError: (error: unknown) => void = () => {},
): Promise<Database> {
  const files = join(dataDir, 'pglite')
  await openDataDirectory(dataDir)
  await ownDirectory(dataDir, onError)
  const lock = await lockDataDirectory(dataDir)
  try {
    const pglite = await PGlite.create(files).catch((error) => {
      throw new StartError(
        `The embedded database in ${files} cannot be opened (${error.message ?? error}): put back a backup of it, or set DATA_DIR to another directory.`,
        { cause: error },
      )
    })
    await narrowTree(files, onError)
    return await openPgliteInstance(pglite, lock.release)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** An engine that is already running; `afterClose` runs once it is shut down. */
export async function openPgliteInstance(
  pglite: PGlite,
  afterClose: () => Promise<void> = async () => {},
): Promise<Database> {
  const kysely = new Kysely<Schema>({
    dialect: new PGliteDialect({ pglite: pgliteForKysely(pglite) }),
  })
  return open(kysely, { engine: 'pglite', pglite }, async () => {
    await kysely.destroy()
    await afterClose()
  })
}

async function open(
  kysely: Kysely<Schema>,
  connection: Connection,
  close: () => Promise<void>,
  migrating?: Kysely<Schema>,
): Promise<Database> {
  try {
    await migrate(migrating ?? kysely)
  } catch (error) {
    await close()
    throw error
  } finally {
    await migrating?.destroy()
  }
  return {
    db: kysely.withSchema(SCHEMA),
    connection,
    ping: (timeoutMs) => ping(kysely, timeoutMs),
    close,
  }
}

async function ping(kysely: Kysely<Schema>, timeoutMs: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('the database did not answer')), timeoutMs)
  try {
    await Promise.race([sql`select 1`.execute(kysely), late])
  } finally {
    clearTimeout(timer)
  }
}

/** PostgreSQL where an address is given, the embedded engine otherwise. */
export function openDatabase(
  where: { readonly databaseUrl: string | undefined; readonly dataDir: string },
  onError: (error: unknown) => void,
): Promise<Database> {
  return where.databaseUrl
    ? openPostgres(where.databaseUrl, { onError })
    : openPglite(where.dataDir, onError)
}
