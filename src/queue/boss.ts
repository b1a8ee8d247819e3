import { fromPglite, type PGliteLike, PgBoss } from 'pg-boss'
import type { Channel } from '../domain/message.ts'
import type { DoorBell } from './queue-signal.ts'

/** The database that holds the jobs: the same one that holds the messages. */
export type QueueConnection =
  | { readonly engine: 'pglite'; readonly pglite: PGliteLike }
  | { readonly engine: 'postgres'; readonly connectionString: string }

export interface BossOptions {
  readonly onError: (error: Error) => void
  readonly onWarning: (message: string) => void
  /** After so long PostgreSQL is taken to be gone. Not too short: pg-boss installs itself in that time. */
  readonly timeoutMs?: number | undefined
}

export const CHANNELS: readonly Channel[] = ['email', 'sms']

/** The queue has a schema of its own: the application may run its own pg-boss in the same database. */
const SCHEMA = 'bellhop_queue'

/** Starts pg-boss with a queue for each channel. `bell` rings when jobs arrive. */
export async function startBoss(
  connection: QueueConnection,
  bell: DoorBell,
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
  hearNotifications(boss, bell)
  await boss.start()
  for (const channel of CHANNELS) {
    // `short`: one waiting job per singletonKey, so that a look can be asked for twice at no cost.
    await boss.createQueue(channel, {
      policy: 'short',
      notify: true,
      retryLimit: 0,
      expireInSeconds: 120,
      deleteAfterSeconds: 3600,
    })
    // Makes pg-boss cache the queue. An insert inside a transaction would otherwise look it up
    // through another handle, and wait for ever where there is but one connection (PGlite).
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
    // A server that vanishes without a word would keep a worker waiting for ever.
    query_timeout: timeoutMs,
    keepAlive: true,
    application_name: 'bellhop-queue',
  }
}

// pg-boss tells only workers of its own about a NOTIFY. Ours fetch by themselves, since they must
// know that the provider may be asked before they decide what to ask it; so they listen in.
function hearNotifications(boss: PgBoss, bell: DoorBell): void {
  const db = boss.getDb()
  const listen = db.listen?.bind(db)
  if (!listen) return
  db.listen = (channel, onNotification, onReconnect) =>
    listen(
      channel,
      (payload) => {
        onNotification(payload)
        bell.ring(payload)
      },
      () => {
        onReconnect()
        bell.ringAll()
      },
    )
}
