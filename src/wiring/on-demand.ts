import type { Config } from '../config/config.ts'
import { sweep } from '../delivery/sweep.ts'
import { NO_PACE } from '../domain/pace.ts'
import { createBacklog } from '../queue/backlog.ts'
import { drain } from '../queue/drain.ts'
import type { Base } from './base.ts'
import { createHousekeeping } from './housekeeping.ts'
import type { Parts } from './parts.ts'
import { allProviders } from './providers.ts'
import { workerOptions } from './worker-options.ts'

/** The work of a process that has no workers and no timers: somebody asks for it. */
export interface OnDemand {
  /** Delivers what waits, until nothing is due or the time is over. What is left stays for the next time. */
  deliver(budget: Budget): Promise<void>
  /** Ends what has expired, takes over what was left, delivers, asks for missing reports, deletes old rows. */
  sweep(budget: Budget): Promise<void>
}

export interface Budget {
  /** In milliseconds. */
  readonly budgetMs: number
}

// A request under way may end within this time after the budget.
const GRACE_MS = 2_000

export function createOnDemand(config: Config, base: Base, parts: Parts): OnDemand {
  const { store, providers, observation, delivery, alerts } = parts
  const { now, onError } = base
  const { db, queue } = store
  const limiters = allProviders(providers).map(({ limiter }) => limiter)
  const housekeeping = createHousekeeping({
    config,
    db,
    log: base.log,
    now,
    providers,
    record: delivery.recordReceipt,
  })

  async function deliverOnce(signal: AbortSignal): Promise<void> {
    // Other processes may have stopped a provider, or changed its rate.
    await Promise.all(limiters.map((limiter) => limiter.refresh()))
    const work = providers.map((provider) =>
      drain(
        queue,
        {
          ...workerOptions(provider, delivery.deliver, onError),
          backlog: createBacklog(provider.most * provider.concurrency),
          pace: NO_PACE,
        },
        { signal, graceMs: GRACE_MS },
      ),
    )
    await Promise.all(work)
  }

  const deliver = shareRuns(deliverOnce)

  return {
    deliver: ({ budgetMs }) => deliver(AbortSignal.timeout(budgetMs)),
    async sweep({ budgetMs }) {
      const signal = AbortSignal.timeout(budgetMs)
      await sweep({
        db,
        limiters,
        now,
        requeueMissed: queue.requeueMissed,
        signals: observation.signals.delivery,
        graceMs: 0,
      })
      await deliver(signal)
      await housekeeping.run(signal)
      await alerts?.round(signal)
    },
  }
}

/**
 * Who calls while a run is under way joins it, and one more run follows, because the run may have looked before
 * there was something to do.
 */
function shareRuns(
  run: (signal: AbortSignal) => Promise<void>,
): (signal: AbortSignal) => Promise<void> {
  let current: Promise<void> | null = null
  let next: Promise<void> | null = null

  function begin(signal: AbortSignal): Promise<void> {
    const running = run(signal).finally(() => {
      if (current === running) current = null
    })
    current = running
    return running
  }

  return (signal) => {
    if (!current) return begin(signal)
    next ??= current
      .catch(() => {})
      .then(() => {
        next = null
        return begin(signal)
      })
    return next
  }
}
