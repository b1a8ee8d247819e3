import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { v7 } from 'uuid'
import { type AcceptEvent, createAcceptEvent } from '../../src/delivery/accept/accept-event.ts'
import type { Provider } from '../../src/delivery/deliver/context.ts'
import { createDeliverMessages } from '../../src/delivery/deliver/deliver-messages.ts'
import { settleTogether } from '../../src/delivery/deliver/settle-together.ts'
import type { Enqueue } from '../../src/delivery/enqueue.ts'
import { createFreshMessages } from '../../src/delivery/fresh-messages.ts'
import { SILENT } from '../../src/delivery/signals.ts'
import { sweep } from '../../src/delivery/sweep.ts'
import { NO_ENCRYPTION } from '../../src/domain/content-cipher.ts'
import { onlyBrand } from '../../src/domain/instance-settings.ts'
import type { Channel } from '../../src/domain/message.ts'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import type { SendingLimits } from '../../src/domain/sending-limits.ts'
import type { Transport } from '../../src/domain/transport.ts'
import { type Backlog, createBacklog } from '../../src/queue/backlog.ts'
import { createHandOver } from '../../src/queue/hand-over.ts'
import { createQueueSignal } from '../../src/queue/queue-signal.ts'
import { lookUpNumber } from '../../src/runtime/phone-number.ts'
import { type Db, PLUGINS } from '../../src/store/engine/database.ts'
import type { Schema } from '../../src/store/engine/schema.ts'
import { FREE_LIMITER } from '../support/free-limiter.ts'
import type { Random } from './random.ts'
import { Crash, type Scheduler } from './scheduler.ts'
import { type StoreFaults, simulatedPglite } from './simulated-pglite.ts'

/** One running Bellhop: its own connection and clock, the database shared. */
export interface Instance {
  readonly name: string
  readonly accept: AcceptEvent
  readonly now: () => Date
}

export interface InstanceDeps {
  readonly pglite: PGlite
  readonly scheduler: Scheduler
  readonly random: Random
  readonly faults: StoreFaults
  /** The provider of each channel, with the one that stands by. */
  readonly transports: (
    name: string,
    now: () => Date,
  ) => readonly (readonly [Transport, Transport | undefined])[]
  readonly retryUnknown: boolean
  readonly limits: SendingLimits
}

const policy = {
  welcomeEmail: true,
  lookUpNumber,
  checkNumbers: false,
  testRecipients: {},
  captured: { email: false, sms: false },
  exampleEmailAddress: 'johndoe@acme.com',
}

/** Starts an instance: it accepts, works both channels and sweeps until it is killed. */
export function startInstance(name: string, deps: InstanceDeps): Instance {
  const { scheduler, random, faults } = deps
  const pglite = simulatedPglite(name, deps.pglite, scheduler, faults)
  const db: Db = new Kysely<Schema>({
    dialect: new PGliteDialect({ pglite }),
    plugins: PLUGINS,
  }).withSchema('bellhop')
  // Its clock is slightly wrong.
  const skew = random.below(400) - 200
  const now = () => new Date(scheduler.now() + skew)
  const newId = () => v7({ msecs: now().getTime(), random: random.bytes() })

  const enqueue: Enqueue = async (refs, tx) => {
    for (const { id, channel, priority, solo = false, startAfter } of refs) {
      await sql`
        insert into bellhop.simulated_jobs (message_id, channel, priority, solo, start_after)
        values (${id}::uuid, ${channel}, ${priority}, ${solo}, ${startAfter ?? now()})
        on conflict (message_id) do nothing`.execute(tx ?? db)
    }
  }

  function spawn(act: () => Promise<void>): void {
    act().catch((error: unknown) => {
      if (!(error instanceof Crash) && !faults.isFault(error)) faults.unexpected.push(error)
    })
  }

  /** A loop goes on after a round that throws, as the real ones do. */
  function loop(ms: () => number, round: () => Promise<void>): void {
    spawn(async () => {
      for (;;) {
        await scheduler.park(name, ms())
        await round().catch((error: unknown) => {
          if (error instanceof Crash || !faults.isFault(error)) throw error
        })
      }
    })
  }

  const settingsOf = () => ({ ...onlyBrand(), limits: deps.limits })
  const fresh = createFreshMessages()
  // Sometimes commits wait for others. The next statement of a killed instance throws.
  const pace = () =>
    scheduler.park(name, random.below(20)).then(
      () => true,
      () => false,
    )
  const context = {
    db,
    settleAttempt: settleTogether(db, pace),
    enqueue,
    fresh,
    cipher: NO_ENCRYPTION,
    settingsOf,
    dailySegments: null,
    signals: SILENT,
    now,
    newId,
    random: random.next,
    every(ms: number, task: () => Promise<void>) {
      let stopped = false
      spawn(async () => {
        for (;;) {
          await scheduler.park(name, ms)
          if (stopped) return
          await task()
        }
      })
      return () => {
        stopped = true
      }
    },
  }
  const deliver = createDeliverMessages(context, {
    defaultLocale: 'en',
    hints: null,
    welcomeEmail: true,
    retryUnknown: deps.retryUnknown,
    render: async ({ channel }) =>
      channel === 'email'
        ? {
            channel,
            subject: 's',
            html: 'h',
            text: 't',
            template: 't',
            locale: 'en',
            fallback: null,
          }
        : { channel, body: 'b', template: 't', locale: 'en', fallback: null },
  })

  const backlogs = new Map<Channel, Backlog>()
  // Which provider gets a request is chance here, which is harder than any rule.
  function anyOf(transport: Transport, standBy: Transport | undefined): Provider {
    const first = { transport, limiter: FREE_LIMITER }
    if (!standBy) return first
    const second = { transport: standBy, limiter: FREE_LIMITER }
    return random.chance(0.5) ? { ...first, other: second } : { ...second, other: first }
  }
  for (const [transport, standBy] of deps.transports(name, now)) {
    const backlog = createBacklog(HANDED_OVER)
    backlogs.set(transport.channel, backlog)
    loop(
      () => 300 + random.below(2_500),
      async () => {
        backlog.add(await takeJobs(db, transport, now()))
        const ids = backlog.next(transport.batchSize).map(({ id }) => id)
        // Sometimes they are lost, and only the rows of the messages are left.
        if (ids.length > 0 && !faults.losesJob()) {
          spawn(async () => void (await deliver(anyOf(transport, standBy), ids)))
        }
      },
    )
  }
  loop(
    () => 2_000,
    async () => void (await sweep({ db, requeueMissed: enqueue, limiters: [], now })),
  )

  const handOver = createHandOver(backlogs, {
    queue: { enqueue, signal: createQueueSignal() },
    onError: (error) => faults.unexpected.push(error),
  })
  return {
    name,
    now,
    accept: createAcceptEvent({
      db,
      enqueue,
      fresh,
      handOver,
      policy: { ...policy, settingsOf },
      cipher: NO_ENCRYPTION,
      now,
      newId,
      pace,
    }),
  }
}

// Few, so that some messages are handed over and others get a job.
const HANDED_OVER = 2

async function takeJobs(
  db: Db,
  { channel, batchSize }: Transport,
  now: Date,
): Promise<MessageRef[]> {
  const { rows } = await sql<MessageRef>`
    delete from bellhop.simulated_jobs where message_id in (
      select message_id from bellhop.simulated_jobs
      where channel = ${channel} and start_after <= ${now}
      order by priority desc, message_id limit ${batchSize}
    )
    returning message_id as id, channel, priority, solo`.execute(db)
  return rows
}
