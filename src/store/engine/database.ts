import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { CamelCasePlugin, Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import pTimeout from 'p-timeout'
import pg from 'pg'
import { StartError } from '../../domain/start-error.ts'
import { checkDirectory, openDataDirectory } from './data-directory.ts'
import { LOCK_FILE, lockDataDirectory } from './data-directory-lock.ts'
import { watchEngine } from './engine-watch.ts'
import { migrate } from './migrate.ts'
import { narrow, narrowTree, ownDirectory } from './owner-only.ts'
import { pgliteForKysely } from './pglite-for-kysely.ts'
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
  /** Resolves when the database has taken a write, rejects when it has not within `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>
  close(): Promise<void>
}

// Columns are `created_at` in the database and `createdAt` here; what a column holds stays as it is.
export const PLUGINS = [new CamelCasePlugin({ maintainNestedObjectKeys: true })]

/** The name of the schema that holds all tables of Bellhop. */
const SCHEMA = 'bellhop'

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
    // A server that stops answering without closing must cost one deadline, not for ever.
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    keepAlive: true,
    application_name: 'bellhop',
  })
  // A connection that breaks while nobody listens for it would end the process. The pool listens
  // to idle ones only.
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: PLUGINS })
  // A migration of a large ledger, or waiting for another instance's, may take its time.
  const patient = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis })
  patient.on('error', options.onError)
  const migrating = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: patient }),
    plugins: PLUGINS,
  })
  const connection = { engine: 'postgres', connectionString } as const
  return open(kysely, connection, () => kysely.destroy(), migrating).catch((error) => {
    throw postgresFault(error, connectionString)
  })
}

// `pg` takes these modes for this one, and warns in many lines that it will not for ever.
function withExplicitTls(url: string): string {
  if (/[?&]uselibpqcompat=true(?:&|$)/.test(url)) return url
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/g, '$1verify-full')
}

export interface EngineOptions {
  /** How many files the engine may keep open for its tables. */
  readonly mostFiles?: number
  readonly onError?: (error: unknown) => void
  /** Told once, when nothing but a new start helps. */
  readonly onBroken?: (error: Error) => void
}

const MOST_FILES = 128

/** The embedded engine, its files in `dataDir/pglite`; one process at a time. */
export async function openPglite(dataDir: string, options: EngineOptions = {}): Promise<Database> {
  const { mostFiles = MOST_FILES, onError = () => {}, onBroken = onError } = options
  const files = join(dataDir, 'pglite')
  await openDataDirectory(dataDir)
  await ownDirectory(dataDir, onError)
  const lock = await lockDataDirectory(dataDir)
  try {
    await narrow(join(dataDir, LOCK_FILE)).catch(onError)
    const startParams = [
      ...PGlite.defaultStartParams,
      ...['-c', `max_files_per_process=${mostFiles}`],
    ]
    await checkDirectory(dataDir, 'pglite')
    const pglite = await PGlite.create(files, { startParams }).catch((error) => {
      throw new StartError(
        // The engine also throws what is no error, and has nothing to say but a number.
        `The embedded database in ${files} cannot be opened (${error.message ?? error.name ?? error}): put back a backup of it, or set DATA_DIR to another directory.`,
        { cause: error },
      )
    })
    await narrowTree(files, onError)
    let broken: Error | null = null
    watchEngine(pglite, (error) => {
      if (broken === null) onBroken(error)
      broken ??= error
    })
    const database = await openPgliteInstance(pglite, lock.release)
    return {
      ...database,
      ping: (timeoutMs) => (broken ? Promise.reject(broken) : database.ping(timeoutMs)),
    }
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
    plugins: PLUGINS,
  })
  return open(kysely, { engine: 'pglite', pglite }, async () => {
    try {
      await kysely.destroy()
    } finally {
      await afterClose()
    }
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
  const write = sql`
    insert into bellhop.write_check (only_row, written_at) values (true, now())
    on conflict (only_row) do update set written_at = excluded.written_at`
  await pTimeout(write.execute(kysely), {
    milliseconds: timeoutMs,
    message: 'The database did not answer.',
  })
}

/** PostgreSQL where an address is given, the embedded engine otherwise. */
export function openDatabase(
  where: { readonly databaseUrl: string | undefined; readonly dataDir: string },
  options: EngineOptions & { readonly onError: (error: unknown) => void },
): Promise<Database> {
  return where.databaseUrl
    ? openPostgres(where.databaseUrl, options)
    : openPglite(where.dataDir, options)
}
