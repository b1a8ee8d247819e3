import { randomUUID } from 'node:crypto'
import pTimeout from 'p-timeout'
import { fromKysely, type KyselyTransactionLike } from 'pg-boss'
import type { Channel } from '../domain/message.ts'
import type { MessageRef } from '../domain/message-ref.ts'
import { type BossOptions, CHANNELS, type QueueConnection, startBoss } from './boss.ts'
import { type JobData, jobsOf } from './jobs.ts'
import { createQueueSignal, type QueueSignal } from './queue-signal.ts'

export interface DeliveryQueue {
  /** Puts messages on the queue, in the transaction if one is given. A message that has a job already gets no second one. */
  enqueue(refs: readonly MessageRef[], tx?: KyselyTransactionLike): Promise<void>
  /**
   * Enqueues messages that a sweep has found without knowing whether they have a job. At most 40 such
   * jobs of each priority wait at once; further messages are left to the next sweep.
   */
  requeueMissed(refs: readonly MessageRef[]): Promise<void>
  /**
   * Takes up to `most` jobs of the channel, of `minPriority` or more urgent, and resolves with their
   * messages in no particular order. Asks the database only if there may be jobs: after a notification,
   * and every 2 s.
   */
  take(channel: Channel, most: number, minPriority?: number): Promise<readonly MessageRef[]>
  /** Notified when jobs may be there, and by `Backlog` when it gets messages. */
  readonly signal: QueueSignal
  /** Runs the task once a night (UTC), on one of the instances. After six hours `signal` aborts. */
  nightly(name: string, task: (signal: AbortSignal) => Promise<void>): Promise<void>
  /** Rejects when the queue's tables do not answer. */
  ping(): Promise<void>
  stop(): Promise<void>
}

// The most jobs of sweeps that wait at once, for each priority.
const MOST_SWEEP_JOBS = 40

// For jobs whose NOTIFY was lost, and for retries that another instance has scheduled.
const POLL_MS = 2_000

const NIGHTLY = '17 3 * * *'
// A large ledger takes hours to clear; by default pg-boss would give the task up after 15 minutes.
const NIGHT_SECONDS = 6 * 3_600

/**
 * Opens the queue. A job says "look at these messages" and no more: a worker removes it by taking
 * it, and if it is lost, the sweep makes another one from the rows of the messages.
 */
export async function openDeliveryQueue(
  connection: QueueConnection,
  options: BossOptions,
): Promise<DeliveryQueue> {
  const signal = createQueueSignal()
  const mayHaveJobs = new Set(CHANNELS)
  function jobsArrived(...channels: readonly Channel[]): void {
    for (const channel of channels) {
      mayHaveJobs.add(channel)
      signal.notify(channel)
    }
  }
  const boss = await startBoss(connection, jobsArrived, options)
  const polling = setInterval(() => jobsArrived(...CHANNELS), POLL_MS).unref()
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
      // NOTIFY also reaches this process, but later.
      if (!tx && jobs.some(({ startAfter }) => !startAfter)) jobsArrived(channel)
      for (const { startAfter } of jobs) notifyAt(startAfter, () => jobsArrived(channel))
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
    signal,
    enqueue: (refs, tx) =>
      put(refs, ({ messageIds: [id, more] }) => (more || !id ? randomUUID() : id), tx),
    requeueMissed: (refs) =>
      put(
        refs,
        ({ priority, solo }, index) => `sweep ${priority} ${solo} ${index % MOST_SWEEP_JOBS}`,
      ),
    async take(channel, most, minPriority) {
      // Removed before the look, so that a notification during the look is not lost.
      if (!mayHaveJobs.delete(channel)) return []
      let emptied = false
      try {
        const jobs = await boss.fetch<JobData>(channel, {
          batchSize: most,
          ...(minPriority === undefined ? {} : { minPriority }),
        })
        emptied = jobs.length < most && minPriority === undefined
        if (jobs.length > 0) deleteTaken(channel, jobs)
        // A job of an older version names its message differently; the sweep finds that message.
        return jobs.flatMap(({ data: { messageIds = [], priority, solo } }) =>
          messageIds.map((id) => ({ id, channel, priority, solo })),
        )
      } finally {
        if (!emptied) mayHaveJobs.add(channel)
      }
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
      clearInterval(polling)
      // These still use the database, which is closed next. If it does not answer, stop waiting after 2 s.
      const nightlyTasks = [...nightly].map((name) => boss.offWork(name, { wait: true }))
      const idle = Promise.all([...deletions, ...nightlyTasks])
      await pTimeout(idle, { milliseconds: 2_000, message: false })
      await boss.stop({ graceful: false, close: true })
    },
  }
}

// PostgreSQL notifies when a job is created, not when its time comes.
function notifyAt(startAfter: Date | undefined, notify: () => void): void {
  if (startAfter) setTimeout(notify, Math.max(0, startAfter.getTime() - Date.now())).unref()
}
