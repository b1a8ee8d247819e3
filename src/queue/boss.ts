import { fromPglite, type PGliteLike, PgBoss } from 'pg-boss'
import manifest from 'pg-boss/package.json' with { type: 'json' }
import type { Channel } from '../domain/message.ts'
import { StartError } from '../domain/start-error.ts'
import { provenListen } from './proven-listen.ts'

/** The database that holds the jobs: the same one that holds the messages. */
export type QueueConnection =
  | { readonly engine: 'pglite'; readonly pglite: PGliteLike }
  | { readonly engine: 'postgres'; readonly connectionString: string }

export interface BossOptions {
  readonly onError: (error: Error) => void
  readonly onWarning: (message: string) => void
  /** The time limit of a query. Not too short: pg-boss also installs itself within it. */
  readonly timeoutMs?: number | undefined
}

export const CHANNELS: readonly Channel[] = ['email', 'sms']

/** What pg-boss reports when nothing listens. */
const isWithoutNotifications = (data: object) =>
  'type' in data && data.type === 'listen_notify_unavailable'

const NO_NOTIFICATIONS =
  'Notifications of PostgreSQL do not arrive, as behind a pooler in transaction mode. Bellhop looks for the jobs of other instances every 2 s instead.'

/** The queue has a schema of its own: the application may run its own pg-boss in the same database. */
const SCHEMA = 'bellhop_queue'

/** Starts pg-boss with a queue for each channel. `onJobs` is called when jobs may have arrived. */
export async function startBoss(
  connection: QueueConnection,
  onJobs: (...channels: readonly Channel[]) => void,
  options: BossOptions,
): Promise<PgBoss> {
  const boss = new PgBoss({
    ...databaseOf(connection, options.timeoutMs ?? 30_000),
    schema: SCHEMA,
    schedule: true,
    useListenNotify: true,
    reindex: false,
  })
  boss.on('error', options.onError)
  boss.on('warning', ({ message, data }) =>
    options.onWarning(isWithoutNotifications(data) ? NO_NOTIFICATIONS : message),
  )
  forwardNotifications(boss, connection.engine, onJobs)
  await start(boss)
  await refuseNewerTables(boss)
  for (const channel of CHANNELS) {
    // `short`: one waiting job per singletonKey, so that enqueueing a message twice costs nothing.
    await boss.createQueue(channel, {
      policy: 'short',
      notify: true,
      retryLimit: 0,
      expireInSeconds: 120,
      deleteAfterSeconds: 3600,
    })
    // Makes pg-boss cache the queue. An insert inside a transaction would otherwise look it up
    // through another handle, and wait forever where there is only one connection (PGlite).
    await boss.fetch(channel, { minPriority: 1_000_000 })
  }
  return boss
}

// Instances that start together on an empty database may create the schema at the same moment. The one that
// comes second finds it with its next try.
const UNIQUE_VIOLATION = '23505'

async function start(boss: PgBoss): Promise<void> {
  try {
    await boss.start()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error
    await boss.stop({ graceful: false, close: true })
    await boss.start()
  }
}

// pg-boss itself would work on with tables that it does not know.
async function refuseNewerTables(boss: PgBoss): Promise<void> {
  const version = await boss.schemaVersion()
  if (version === null || version <= manifest.pgboss.schema) return
  await boss.stop({ graceful: false, close: true })
  throw new StartError(
    `The queue was migrated by a newer version of Bellhop (pg-boss ${version}): run that version, or put back a backup from before it.`,
  )
}

function databaseOf(connection: QueueConnection, timeoutMs: number) {
  if (connection.engine === 'pglite') {
    return { db: fromPglite(connection.pglite), backend: 'pglite' as const }
  }
  return {
    connectionString: connection.connectionString,
    max: 4,
    // A worker would wait forever for a server that has gone without closing its connections.
    query_timeout: timeoutMs,
    keepAlive: true,
    application_name: 'bellhop-queue',
  }
}

// pg-boss reports a NOTIFY only to its own workers. Ours fetch jobs themselves, because they choose
// the messages of a request only when the provider's limit allows one. So they listen as well.
function forwardNotifications(
  boss: PgBoss,
  engine: QueueConnection['engine'],
  onJobs: (...channels: readonly Channel[]) => void,
): void {
  const db = boss.getDb()
  const bound = db.listen?.bind(db)
  if (!bound) return
  const listen = engine === 'postgres' ? provenListen(db, bound) : bound
  db.listen = (channel, onNotification, onReconnect) =>
    listen(
      channel,
      (payload) => {
        onNotification(payload)
        onJobs(...CHANNELS.filter((name) => name === payload))
      },
      () => {
        onReconnect()
        onJobs(...CHANNELS)
      },
    )
}
