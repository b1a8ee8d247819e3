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
const DAY_MS = 24 * 60 * 60_000

export interface HousekeepingDeps {
  readonly config: Pick<Config, 'retentionDays' | 'captureRetentionDays'>
  readonly db: Db
  readonly connection: Connection
  readonly queue: Pick<DeliveryQueue, 'nightly'>
  readonly providers: readonly Provider[]
  readonly record: (receipt: Receipt) => Promise<unknown>
  readonly log: Logger
  readonly now: () => Date
  readonly onError: (error: unknown) => void
}

/** Work in the background: asks for missing reports, vacuums, adds new recipients to the search, deletes old rows. Returns how to stop it. */
export function startHousekeeping(deps: HousekeepingDeps): () => Promise<void> {
  const { config, db, connection, queue, providers, record, log, now, onError } = deps
  const ask = createAskUnreported({
    db,
    providers: allProviders(providers),
    now,
    record,
    onDenied: (provider) =>
      log.info({ provider }, 'the API key may not read messages, so receipts come only by webhook'),
  })
  const stopping = new AbortController()
  const every = createEvery(onError)
  const stopAsking = every(ASK_EVERY_MS, async () => {
    await ask(stopping.signal)
  })
  const stopVacuuming =
    connection.engine === 'pglite'
      ? every(VACUUM_EVERY_MS, async () => {
          await vacuumWhereNeeded(db)
          await checkpointWhereNeeded(db, connection.syncWritten)
        })
      : () => {}
  const stopAdding = every(ADD_RECIPIENTS_EVERY_MS, async () => {
    await addRecipients(db, now(), RECIPIENTS_AT_ONCE)
  })
  const nightly = queue.nightly('retention', async (signal) => {
    const at = now()
    const daysAgo = (days: number) => new Date(at.getTime() - days * DAY_MS)
    const rows = await deleteOlder(db, {
      before: daysAgo(config.retentionDays),
      capturedBefore: daysAgo(config.captureRetentionDays),
      now: at,
      signal: AbortSignal.any([signal, stopping.signal]),
    })
    log.info({ rows }, 'retention')
  })
  const scheduled = nightly.catch(onError)
  return async () => {
    stopping.abort()
    stopAsking()
    stopVacuuming()
    stopAdding()
    await scheduled
  }
}
