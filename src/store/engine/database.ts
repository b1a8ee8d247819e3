import type { PGlite } from '@electric-sql/pglite'
import { CamelCasePlugin, type Kysely, sql } from 'kysely'
import pTimeout from 'p-timeout'
import { migrate, requireMigrated } from './migrate.ts'
import type { Schema } from './schema.ts'

/** The tables of Bellhop on either engine. Its queries name the schema `bellhop`. */
export type Db = Kysely<Schema>

/** How another library (the queue) connects to the same database. */
export type Connection =
  | {
      readonly engine: 'pglite'
      readonly pglite: PGlite
      /** Forces to the disk what was written so far, while the engine goes on. */
      readonly syncWritten: () => Promise<void>
    }
  | { readonly engine: 'postgres'; readonly connectionString: string }

export interface Database {
  readonly db: Db
  readonly connection: Connection
  /** Resolves when the database has accepted a write; rejects if that takes longer than `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>
  close(): Promise<void>
}

// A column is `created_at` in the database and `createdAt` here. JSON in a column keeps its keys.
export const PLUGINS = [new CamelCasePlugin({ maintainNestedObjectKeys: true })]

/** The name of the schema that holds all tables of Bellhop. */
const SCHEMA = 'bellhop'

/** Migrates the database, with `migrating` if it is given, and closes it if that fails. */
export async function openMigrated(
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
  return databaseOf(kysely, connection, close)
}

/** Closes the database unless its tables and functions are those of this version. */
export async function openReady(
  kysely: Kysely<Schema>,
  connection: Connection,
  close: () => Promise<void>,
): Promise<Database> {
  try {
    await requireMigrated(kysely)
  } catch (error) {
    await close()
    throw error
  }
  return databaseOf(kysely, connection, close)
}

function databaseOf(
  kysely: Kysely<Schema>,
  connection: Connection,
  close: () => Promise<void>,
): Database {
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
