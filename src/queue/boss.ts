import { fromPglite, type PGliteLike, PgBoss } from 'pg-boss'
import type { Channel } from '../domain/message.ts'

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
  boss.on('warning', ({ message }) => options.onWarning(message))
  forwardNotifications(boss, onJobs)
  await boss.start()
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
  onJobs: (...channels: readonly Channel[]) => void,
): void {
  const db = boss.getDb()
  const listen = db.listen?.bind(db)
  if (!listen) return
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
