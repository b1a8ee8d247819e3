import type { Config } from '../config/config.ts'
import { startSweeping } from '../delivery/sweep.ts'
import { NO_PACE } from '../domain/pace.ts'
import { startWorker } from '../queue/worker.ts'
import { createPace } from '../runtime/pace.ts'
import { currentVocabulary } from '../templates/vocabulary.ts'
import type { Base } from './base.ts'
import { startHousekeeping } from './housekeeping.ts'
import type { Parts } from './parts.ts'
import { allProviders } from './providers.ts'
import { checkTemplatesSoon } from './template-check.ts'
import { checkWordsSoon } from './word-check.ts'
import { workerOptions } from './worker-options.ts'

// How long a worker may finish its requests when the service stops.
const GRACE_MS = 5_000

/** Starts the work that no request asks for. Returns a function that stops it. */
export function startBackground(config: Config, base: Base, parts: Parts): () => Promise<void> {
  const { store, renderer, providers, observation, delivery, alerts } = parts
  const { log, now, onError } = base
  const { db, connection, queue } = store
  const workers = providers.map((first) => {
    const pace = first.most > 1 ? createPace() : NO_PACE
    return startWorker(queue, {
      ...workerOptions(first, delivery.deliver, onError),
      backlog: first.backlog,
      pace,
    })
  })
  const stopSweeping = startSweeping({
    db,
    requeueMissed: queue.requeueMissed,
    limiters: allProviders(providers).map(({ limiter }) => limiter),
    now,
    signals: observation.signals.delivery,
    onError,
  })
  const stopHousekeeping = startHousekeeping({
    config,
    db,
    connection,
    queue,
    providers,
    record: delivery.recordReceipt,
    log,
    now,
    onError,
  })
  alerts?.start()
  // In production they are loaded with the first message, and TypeScript has checked them in the build.
  if (!config.production) checkTemplatesSoon(renderer, log)
  checkWordsSoon(currentVocabulary(), base)
  return async () => {
    await Promise.all([
      ...workers.map((worker) => worker.stop(GRACE_MS)),
      stopSweeping(),
      stopHousekeeping(),
      alerts?.stop(),
    ])
  }
}
