import type { Config } from '../config/config.ts'
import type { Runtime } from '../domain/runtime.ts'
import type { DeliveryQueue } from '../queue/delivery-queue.ts'
import { createRowQueue } from '../queue/row-queue.ts'
import type { Connection, Database, Db } from '../store/engine/database.ts'
import { openDatabase } from '../store/engine/open-database.ts'
import { postgresFault } from '../store/engine/postgres-fault.ts'
import { endLeases, findDue } from '../store/message/waiting.ts'
import { skipWelcomes } from '../store/message/welcomes.ts'
import type { Base } from './base.ts'

const PING_MS = 2_000

/** The database and the queue in it. */
export interface Store {
  readonly db: Db
  readonly connection: Connection
  readonly queue: DeliveryQueue
  /** Resolves when the database has accepted a write; rejects if that takes longer than `timeoutMs`. */
  readonly ping: Database['ping']
  close(): Promise<void>
}

/** Opens the database, unless `opened` is given, and the queue. Closes the database if that fails. */
export async function openStore(
  config: Config,
  base: Base,
  opened: Database | undefined,
  runtime: Runtime = 'server',
): Promise<Store> {
  const { now, onError } = base
  const database = opened ?? (await openDatabase(config, { onError }))
  const { db, connection } = database
  const queue = await prepare().catch(async (error) => {
    await database.close()
    throw connection.engine === 'postgres'
      ? postgresFault(error, connection.connectionString)
      : error
  })

  async function prepare(): Promise<DeliveryQueue> {
    // No other process can have these files open, so the holders of all leases have ended.
    if (connection.engine === 'pglite') await endLeases(db, now())
    if (!config.welcomeEmail) await skipWelcomes(db, now())
    return openQueue(database, base, runtime)
  }

  return {
    db,
    connection,
    queue,
    ping: database.ping,
    async close() {
      await queue.stop()
      await database.close()
    },
  }
}

async function openQueue(
  { db, connection, ping }: Database,
  { now, warn, onError }: Base,
  runtime: Runtime,
): Promise<DeliveryQueue> {
  if (runtime === 'server') {
    const { openDeliveryQueue } = await import('../queue/delivery-queue.ts')
    return openDeliveryQueue(connection, { onError, onWarning: warn })
  }
  return createRowQueue({
    findDue: (wanted) => findDue(db, now(), wanted),
    ping: () => ping(PING_MS),
    now,
  })
}
