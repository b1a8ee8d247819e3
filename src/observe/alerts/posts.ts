import type { PostOutcome } from '../../domain/alert-target.ts'
import {
  type DueDelivery,
  deliveryGivenUp,
  deliveryNotBefore,
  deliveryPosted,
  handOutAlerts,
  handOutEnds,
  takeDueDeliveries,
} from '../../store/alert-deliveries.ts'
import type { Db } from '../../store/engine/database.ts'
import type { Listener } from './listener.ts'
import type { Occasion } from './notice.ts'

export interface PostsDeps {
  readonly db: Db
  readonly listeners: readonly Listener[]
  readonly now: () => Date
  readonly random: () => number
  readonly onError: (error: unknown) => void
}

// Tried after about 10 s, a minute, 6 minutes and half an hour, and then given up.
const RETRY = { mostTries: 5, firstSeconds: 10, factor: 6 }

/** Posts to each listener what is due for it. If one fails, the others are not affected. */
export function createPosts(deps: PostsDeps): (signal?: AbortSignal) => Promise<void> {
  const { db, listeners, now, random, onError } = deps
  const all = listeners.map(({ key }) => key)
  const toldEnds = listeners.filter(({ tellsEnds }) => tellsEnds).map(({ key }) => key)

  async function postTo(listener: Listener, signal?: AbortSignal): Promise<void> {
    // Up to a quarter later, so that posts that failed together are not tried again together.
    const firstSeconds = RETRY.firstSeconds * (1 + random() / 4)
    const due = await takeDueDeliveries(db, listener.key, now(), { ...RETRY, firstSeconds })
    await Promise.all(due.map((one) => post(listener, one, signal).catch(onError)))
  }

  async function post(listener: Listener, due: DueDelivery, signal?: AbortSignal): Promise<void> {
    const kind = kindOf(due)
    try {
      const outcome = await listener.post({ ...due, kind }, signal)
      await settle(listener, due, outcome)
      if (outcome.kind === 'accepted') return
      onError(new Error(`the alert target ${listener.name} ${outcome.why}`))
      if (outcome.kind === 'failed' && due.tries < RETRY.mostTries) return
      onError(new Error(`the alert ${due.type} ${due.id} is given up for ${listener.name}`))
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  }

  async function settle(listener: Listener, due: DueDelivery, outcome: PostOutcome): Promise<void> {
    const key = { alertId: due.id, target: listener.key }
    switch (outcome.kind) {
      case 'accepted': {
        const isOpen = listener.tellsEnds && kindOf(due) === 'raised'
        return deliveryPosted(db, key, isOpen ? 'open' : due.phase, now())
      }
      case 'refused':
        return deliveryGivenUp(db, key)
      case 'failed': {
        const { retryAfterMs = 0 } = outcome
        return deliveryNotBefore(db, key, new Date(now().getTime() + retryAfterMs))
      }
    }
  }

  return async (signal) => {
    await handOutAlerts(db, all, now())
    if (toldEnds.length > 0) await handOutEnds(db, toldEnds, now())
    await Promise.all(listeners.map((listener) => postTo(listener, signal).catch(onError)))
  }
}

/** An alert that was over when it was raised is news. */
function kindOf({ phase, at, endedAt }: DueDelivery): Occasion['kind'] {
  if (phase === 'ending') return 'ended'
  return endedAt?.getTime() === at.getTime() ? 'news' : 'raised'
}
