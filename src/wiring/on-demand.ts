import type { Config } from '../config/config.ts'
import { sweep } from '../delivery/sweep.ts'
import { NO_PACE } from '../domain/pace.ts'
import { type Backlog, createBacklog } from '../queue/backlog.ts'
import { type Drain, drain } from '../queue/drain.ts'
import { type Patience, shareRuns } from '../runtime/shared-runs.ts'
import { LONGEST_TIMER_MS } from '../runtime/timers.ts'
import type { Base } from './base.ts'
import { createHousekeeping } from './housekeeping.ts'
import type { Provider } from './open-provider.ts'
import type { Parts } from './parts.ts'
import { allProviders } from './providers.ts'
import { workerOptions } from './worker-options.ts'

/** The work of a process that has no workers and no timers: somebody asks for it. */
export interface OnDemand {
  /**
   * Delivers what waits, until nothing is due or the time is over. What is left stays for the next time, and what
   * another caller's budget allows goes on.
   */
  deliver(budget: Budget): Promise<void>
  /** Ends what has expired, takes over what was left, delivers, asks for missing reports, deletes old rows. */
  sweep(budget: Budget): Promise<void>
}

export interface Budget {
  /** In milliseconds. */
  readonly budgetMs: number
}

// The end of a budget, in which no request begins and those under way may end.
const GRACE_MS = 2_000
// As often as a process with workers. A code need not wait for it each time.
const REFRESH_MS = 2_000
// Of a sweep. A backlog must not keep alerts and housekeeping from their turn.
const DELIVERY_SHARE = 0.7

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

  // The providers have just been opened.
  let refreshedAt = now().getTime()

  // Other processes may have stopped a provider, or changed its rate.
  async function refresh(): Promise<void> {
    if (now().getTime() - refreshedAt < REFRESH_MS) return
    await Promise.all(limiters.map((limiter) => limiter.refresh()))
    refreshedAt = now().getTime()
  }

  async function begin(signal: AbortSignal): Promise<Drain[]> {
    await refresh()
    return providers.map((provider) =>
      drain(
        queue,
        {
          ...workerOptions(provider, delivery.deliver, onError),
          backlog: backlogOf(provider),
          pace: NO_PACE,
        },
        { signal, graceMs: GRACE_MS },
      ),
    )
  }

  const deliver = shareRuns((signal) => {
    const drains = begin(signal)
    const every = (part: 'looked' | 'done') =>
      drains.then((all) => Promise.all(all.map((each) => each[part])))
    return { looked: every('looked'), done: every('done') }
  })

  return {
    deliver: (budget) => deliver(patienceOf(budget)),
    async sweep({ budgetMs }) {
      const signal = timeout(budgetMs)
      await sweep({
        db,
        limiters,
        now,
        requeueMissed: queue.requeueMissed,
        signals: observation.signals.delivery,
        graceMs: 0,
      })
      await deliver(patienceOf({ budgetMs: budgetMs * DELIVERY_SHARE }))
      await alerts?.round(signal)
      await housekeeping.run(signal)
    },
  }
}

/** A backlog of its own, because a drain closes it, with what this process has accepted and not sent yet. */
function backlogOf({ backlog, most, concurrency }: Provider): Backlog {
  const own = createBacklog(most * concurrency)
  while (backlog.size() > 0) own.add(backlog.last())
  return own
}

function patienceOf({ budgetMs }: Budget): Patience {
  return { work: timeout(Math.max(budgetMs - GRACE_MS, budgetMs / 2)), wait: timeout(budgetMs) }
}

/** A budget may be what is left of another one: a fraction, or less than nothing. */
function timeout(ms: number): AbortSignal {
  return AbortSignal.timeout(Math.round(Math.min(Math.max(ms, 0), LONGEST_TIMER_MS)))
}
