import { setTimeout as delay } from 'node:timers/promises'
import {
  fromKysely,
  fromPglite,
  type KyselyTransactionLike,
  type PGliteLike,
  PgBoss,
} from 'pg-boss'
import type { Look } from '../domain/look.ts'
import type { Channel } from '../domain/message.ts'
import { createDoorBell, type DoorBell } from './door-bell.ts'

/** The database that holds the jobs: the same one that holds the messages. */
export type QueueConnection =
  | { readonly engine: 'pglite'; readonly pglite: PGliteLike }
  | { readonly engine: 'postgres'; readonly connectionString: string }

/** A look that was taken from the queue. */
export interface Job {
  readonly id: string
  readonly retryCount: number
  readonly priority: number
  readonly data: { readonly messageId: string; readonly solo: boolean }
}

export interface DeliveryQueue {
  /** Puts looks on the queue, in the transaction where one is given. A look that is there already is left. */
  enqueue(looks: readonly Look[], tx?: KyselyTransactionLike): Promise<void>
  /** Takes up to `most` jobs of the channel, by priority, oldest first. */
  fetch(channel: Channel, most: number): Promise<Job[]>
  /** Removes jobs that were looked at. */
  remove(channel: Channel, jobs: readonly Job[]): Promise<void>
  /** Gives back jobs that were taken and not looked at. */
  putBack(channel: Channel, jobs: readonly Job[]): Promise<void>
  readonly bell: DoorBell
  /** Runs the task once a night (UTC), on one of the instances. */
  nightly(name: string, task: () => Promise<void>): Promise<void>
  /** Rejects when the queue's tables do not answer. */
  ping(): Promise<void>
  stop(): Promise<void>
}

const CHANNELS: readonly Channel[] = ['email', 'sms']

const NIGHTLY = '17 3 * * *'

/** The queue has a schema of its own: the application may run its own pg-boss in the same database. */
const SCHEMA = 'bellhop_queue'

/**
 * Opens the queue. A job says "look at this message" and no more: it is tried once, kept only while
 * somebody works on it, and if it gets lost the sweep makes another from the message's row.
 */
export async function openDeliveryQueue(
  connection: QueueConnection,
  options: {
    readonly onError: (error: Error) => void
    readonly onWarning: (message: string) => void
  },
): Promise<DeliveryQueue> {
  const boss = new PgBoss({
    ...(connection.engine === 'pglite'
      ? { db: fromPglite(connection.pglite), backend: 'pglite' }
      : {
          connectionString: connection.connectionString,
          max: 4,
          application_name: 'bellhop-queue',
        }),
    schema: SCHEMA,
    schedule: true,
    useListenNotify: true,
    reindex: false,
  })
  boss.on('error', options.onError)
  boss.on('warning', ({ message }) => options.onWarning(message))
  const bell = createDoorBell()
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

  const nightly = new Set<string>()

  return {
    bell,
    async enqueue(looks, tx) {
      for (const channel of CHANNELS) {
        const jobs = looks
          .filter((look) => look.channel === channel)
          .map(({ messageId, priority, solo = false, startAfter }) => ({
            data: { messageId, solo },
            singletonKey: messageId,
            priority,
            ...(startAfter ? { startAfter } : {}),
          }))
        if (jobs.length > 0) await boss.insert(channel, jobs, tx ? { db: fromKysely(tx) } : {})
        for (const { startAfter } of jobs) ringAt(bell, channel, startAfter)
      }
    },
    fetch: (channel, most) =>
      boss.fetch<Job['data']>(channel, { batchSize: most, includeMetadata: true }),
    async remove(channel, jobs) {
      await boss.deleteJob(channel, [...jobs])
    },
    async putBack(channel, jobs) {
      await boss.insert(
        channel,
        jobs.map(({ data, priority }) => ({ data, priority, singletonKey: data.messageId })),
      )
      await boss.deleteJob(channel, [...jobs])
    },
    async nightly(name, task) {
      await boss.createQueue(name, { policy: 'short', retryLimit: 2, retryDelay: 600 })
      await boss.schedule(name, NIGHTLY, null, { tz: 'UTC' })
      await boss.work(name, { pollingIntervalSeconds: 60 }, task)
      nightly.add(name)
    },
    async ping() {
      await boss.getQueue('email')
    },
    async stop() {
      // They would ask the database once more, which is closed by then; one that is away is not waited for.
      const idle = Promise.all([...nightly].map((name) => boss.offWork(name, { wait: true })))
      await Promise.race([idle, delay(2_000, undefined, { ref: false })])
      await boss.stop({ graceful: false, close: true })
    },
  }
}

// A NOTIFY is sent when a job is made, not when its time comes; who made it knows that time.
function ringAt(bell: DoorBell, channel: Channel, startAfter: Date | undefined): void {
  if (!startAfter) return
  const wait = Math.max(0, startAfter.getTime() - Date.now())
  setTimeout(() => bell.ring(channel), wait).unref()
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
