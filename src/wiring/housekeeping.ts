import type { Config } from '../config/config.ts'
import { createAskUnreported } from '../delivery/ask-unreported.ts'
import type { Receipt } from '../domain/receipt.ts'
import type { Logger } from '../observe/log.ts'
import type { DeliveryQueue } from '../queue/delivery-queue.ts'
import { createEvery } from '../runtime/timers.ts'
import { checkpointWhereNeeded } from '../store/engine/checkpoint.ts'
import type { Connection, Db } from '../store/engine/database.ts'
import { vacuumWhereNeeded } from '../store/engine/vacuum.ts'
import { addRecipients } from '../store/message/recipients.ts'
import { deleteOlder } from '../store/message/retention.ts'
import type { Provider } from './open-provider.ts'
import { allProviders } from './providers.ts'

const ASK_EVERY_MS = 60_000
const VACUUM_EVERY_MS = 60_000
// Small steps, because the embedded engine does nothing else meanwhile.
const ADD_RECIPIENTS_EVERY_MS = 2_000
const RECIPIENTS_AT_ONCE = 500
const CLEAR_EVERY_MS = 60 * 60_000
const DAY_MS = 24 * 60 * 60_000

export interface HousekeepingDeps {
  readonly config: Pick<Config, 'retentionDays' | 'captureRetentionDays'>
  readonly db: Db
  readonly providers: readonly Provider[]
  readonly record: (receipt: Receipt) => Promise<unknown>
  readonly log: Logger
  readonly now: () => Date
}

/** Work that nobody waits for. */
export interface Housekeeping {
  /** Asks the providers for reports that did not come. */
  ask(signal: AbortSignal): Promise<void>
  /** Adds the recipients of new messages to the search. */
  addRecipients(): Promise<void>
  /** Deletes what is older than the settings allow. */
  clear(signal: AbortSignal): Promise<void>
  /**
   * All of it until nothing is left, for a process without timers. Old rows are deleted at most once an hour.
   * After `signal` is aborted, the rest is done the next time.
   */
  run(signal: AbortSignal): Promise<void>
}

export function createHousekeeping(deps: HousekeepingDeps): Housekeeping {
  const { config, db, providers, record, log, now } = deps
  const askUnreported = createAskUnreported({
    db,
    providers: allProviders(providers),
    now,
    record,
    onDenied: (provider) =>
      log.info({ provider }, 'the API key may not read messages, so receipts come only by webhook'),
  })
  let clearedAt = 0

  const add = () => addRecipients(db, now(), RECIPIENTS_AT_ONCE)

  async function ask(signal: AbortSignal): Promise<void> {
    await askUnreported(signal)
  }

  async function untilNone(step: () => Promise<number>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await step()) > 0);
  }

  async function clear(signal: AbortSignal): Promise<void> {
    const at = now()
    const daysAgo = (days: number) => new Date(at.getTime() - days * DAY_MS)
    const rows = await deleteOlder(db, {
      before: daysAgo(config.retentionDays),
      capturedBefore: daysAgo(config.captureRetentionDays),
      now: at,
      signal,
    })
    log.info({ rows }, 'retention')
  }

  return {
    ask,
    async addRecipients() {
      await add()
    },
    clear,
    async run(signal) {
      await untilNone(add, signal)
      if (now().getTime() - clearedAt >= CLEAR_EVERY_MS) {
        await clear(signal)
        if (!signal.aborted) clearedAt = now().getTime()
      }
      // Last, because it waits for the limit of the provider.
      await untilNone(() => askUnreported(signal), signal)
    },
  }
}

/** Does it all the time. Returns how to stop it. */
export function startHousekeeping(
  deps: HousekeepingDeps & {
    readonly connection: Connection
    readonly queue: Pick<DeliveryQueue, 'nightly'>
    readonly onError: (error: unknown) => void
  },
): () => Promise<void> {
  const { db, connection, queue, onError } = deps
  const { ask, addRecipients: add, clear } = createHousekeeping(deps)
  const stopping = new AbortController()
  const every = createEvery(onError)
  const stopAsking = every(ASK_EVERY_MS, () => ask(stopping.signal))
  const stopVacuuming =
    connection.engine === 'pglite'
      ? every(VACUUM_EVERY_MS, async () => {
          await vacuumWhereNeeded(db)
          await checkpointWhereNeeded(db, connection.syncWritten)
        })
      : () => {}
  const stopAdding = every(ADD_RECIPIENTS_EVERY_MS, add)
  const nightly = queue.nightly('retention', (signal) =>
    clear(AbortSignal.any([signal, stopping.signal])),
  )
  const scheduled = nightly.catch(onError)
  return async () => {
    stopping.abort()
    stopAsking()
    stopVacuuming()
    stopAdding()
    await scheduled
  }
}
