import { randomUUID } from 'node:crypto'
import pTimeout from 'p-timeout'
import { fromKysely, type KyselyTransactionLike } from 'pg-boss'
import type { Channel } from '../domain/message.ts'
import type { MessageRef } from '../domain/message-ref.ts'
import { type BossOptions, CHANNELS, type QueueConnection, startBoss } from './boss.ts'
import { type JobData, jobsOf } from './jobs.ts'
import { createDoorBell, type DoorBell } from './queue-signal.ts'

/** What was taken from the queue. */
export interface Taken {
  /** In no order. They are gone from the queue. */
  readonly refs: readonly MessageRef[]
  /** Whether that was all there was. */
  readonly drained: boolean
}

export interface DeliveryQueue {
  /** Puts messages on the queue, in the transaction where one is given. A look that is there already is left. */
  enqueue(refs: readonly MessageRef[], tx?: KyselyTransactionLike): Promise<void>
  /**
   * The same for what a sweep has found, which may be on the queue or not: they go there unless so
   * many of an earlier sweep still wait there that these had better wait for the next one.
   */
  remind(refs: readonly MessageRef[]): Promise<void>
  /** Takes up to `most` jobs of the channel, of `minPriority` or more urgent. */
  take(channel: Channel, most: number, minPriority?: number): Promise<Taken>
  readonly bell: DoorBell
  /** Runs the task once a night (UTC), on one of the instances. After six hours it is told to stop. */
  nightly(name: string, task: (signal: AbortSignal) => Promise<void>): Promise<void>
  /** Rejects when the queue's tables do not answer. */
  ping(): Promise<void>
  stop(): Promise<void>
}

// So many jobs of sweeps wait at most, of each priority.
const REMINDERS = 40

const NIGHTLY = '17 3 * * *'
// A large ledger takes hours to clear; after 15 minutes pg-boss would take the task for dead.
const NIGHT_SECONDS = 6 * 3_600

/**
 * Opens the queue. A job says "look at these messages" and no more: it is gone once somebody has taken
 * it, and if it gets lost the sweep makes another from the messages' rows.
 */
export async function openDeliveryQueue(
  connection: QueueConnection,
  options: BossOptions,
): Promise<DeliveryQueue> {
  const bell = createDoorBell()
  const boss = await startBoss(connection, bell, options)
  const nightly = new Set<string>()
  const deletions = new Set<Promise<unknown>>()

  async function put(
    refs: readonly MessageRef[],
    keyOf: (job: JobData, index: number) => string,
    tx?: KyselyTransactionLike,
  ): Promise<void> {
    for (const channel of CHANNELS) {
      const jobs = jobsOf(refs.filter((ref) => ref.channel === channel)).map(
        ({ data, startAfter }, index) => ({
          data,
          singletonKey: keyOf(data, index),
          priority: data.priority,
          ...(startAfter ? { startAfter } : {}),
        }),
      )
      if (jobs.length > 0) await boss.insert(channel, jobs, tx ? { db: fromKysely(tx) } : {})
      for (const { startAfter } of jobs) ringAt(bell, channel, startAfter)
    }
  }

  // Not waited for: no other worker sees a job that was taken.
  function deleteTaken(channel: Channel, jobs: readonly { readonly id: string }[]): void {
    const ids = jobs.map(({ id }) => id)
    const deletion = boss
      .deleteJob(channel, ids)
      .catch(options.onError)
      .finally(() => deletions.delete(deletion))
    deletions.add(deletion)
  }

  return {
    bell,
    enqueue: (refs, tx) =>
      put(refs, ({ messageIds: [id, more] }) => (more || !id ? randomUUID() : id), tx),
    remind: (refs) =>
      put(refs, ({ priority, solo }, index) => `sweep ${priority} ${solo} ${index % REMINDERS}`),
    async take(channel, most, minPriority) {
      const jobs = await boss.fetch<JobData>(channel, {
        batchSize: most,
        ...(minPriority === undefined ? {} : { minPriority }),
      })
      if (jobs.length > 0) deleteTaken(channel, jobs)
      // A job of the version before names one message in another way; the sweep finds it.
      const refs = jobs.flatMap(({ data: { messageIds = [], priority, solo } }) =>
        messageIds.map((id) => ({ id, channel, priority, solo })),
      )
      return { refs, drained: jobs.length < most && minPriority === undefined }
    },
    async nightly(name, task) {
      await boss.createQueue(name, { policy: 'short', retryLimit: 2, retryDelay: 600 })
      await boss.schedule(name, NIGHTLY, null, { tz: 'UTC', expireInSeconds: NIGHT_SECONDS })
      await boss.work(name, { pollingIntervalSeconds: 60 }, async ([job]) => {
        if (job) await task(job.signal)
      })
      nightly.add(name)
    },
    async ping() {
      await boss.getQueue('email')
    },
    async stop() {
      // They would ask the database once more, which is closed by then; one that is away is not waited for.
      const nights = [...nightly].map((name) => boss.offWork(name, { wait: true }))
      const idle = Promise.all([...deletions, ...nights])
      await pTimeout(idle, { milliseconds: 2_000, message: false })
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
