import type { Config } from '../config/config.ts'
import { startSweeping } from '../delivery/sweep.ts'
import { startWorker } from '../queue/worker.ts'
import type { Renderer } from '../templates/render.ts'
import type { AlertDesk } from './alerts.ts'
import type { Base } from './base.ts'
import type { Delivery } from './delivery.ts'
import { startHousekeeping } from './housekeeping.ts'
import type { Observation } from './observation.ts'
import type { OpenOutlet } from './providers.ts'
import type { Store } from './store.ts'
import { warmUpSoon } from './warm-up.ts'

const GRACE_MS = 5_000

/** Starts all that works without being asked. Returns how to stop it. */
export function startBackground(
  config: Config,
  base: Base,
  parts: {
    readonly store: Store
    readonly renderer: Renderer
    readonly providers: readonly OpenOutlet[]
    readonly observation: Observation
    readonly delivery: Delivery
    readonly alerts: AlertDesk | null
  },
): () => Promise<void> {
  const { store, renderer, providers, observation, delivery, alerts } = parts
  const { log, now, onError } = base
  const { db, engine, queue } = store
  const workers = providers.map(({ transport, limiter, concurrency }) =>
    startWorker(queue, {
      channel: transport.channel,
      most: transport.batchSize,
      concurrency,
      turn: limiter.turn,
      handle: (ids, options) => delivery.deliver({ transport, limiter }, ids, options),
      onError,
    }),
  )
  const stopSweeping = startSweeping({
    db,
    requeueMissed: queue.requeueMissed,
    limiters: providers.map(({ limiter }) => limiter),
    now,
    signals: observation.signals.delivery,
    onError,
  })
  const stopHousekeeping = startHousekeeping({
    config,
    db,
    engine,
    queue,
    outlets: providers,
    record: delivery.recordReceipt,
    log,
    now,
    onError,
  })
  alerts?.start()
  warmUpSoon(renderer, log)
  return async () => {
    await Promise.all([
      ...workers.map((worker) => worker.stop(GRACE_MS)),
      stopSweeping(),
      stopHousekeeping(),
      alerts?.stop(),
    ])
  }
}
