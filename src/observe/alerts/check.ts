import type { AssumedField } from '../../domain/event.ts'
import type { Channel } from '../../domain/message.ts'
import {
  type Alert,
  alertPosted,
  checkAlone,
  deleteAlertsEndedBefore,
  raiseAlert,
  takeDueAlerts,
} from '../../store/alerts.ts'
import type { Db } from '../../store/engine/database.ts'
import {
  checkBounces,
  checkCodes,
  checkSignatures,
  checkTransports,
  type MakeAlert,
} from './conditions.ts'
import { createRefusalWatch, type RefusalWatch } from './refusal-streak.ts'

/** Tells somebody outside of what needs a human, each thing once while it lasts. */
export interface Alerts {
  /** Looks whether anything is wrong or right again. Leaves it to another instance that is at it. */
  check(): Promise<void>
  /** Posts what is due. Failures are reported and tried again later; they never reject. */
  post(signal?: AbortSignal): Promise<void>
  /** A slug without a template was met; to be told with the next check, as the following. */
  unknownSlug(channel: Channel, slug: string): void
  /** An event of this instance came under a secret that is bound to others. */
  instanceRefused(instanceId: string): void
  /** An event of an unknown type was left to us to deliver. */
  eventIgnored(type: string): void
  /** An event did not say what Clerk promises to say. */
  eventIncomplete(type: string, field: AssumedField): void
  /** Webhooks with and without a good signature. */
  readonly signatures: Pick<RefusalWatch, 'refused' | 'verified'>
}

/** Resolves when the alert was taken; rejects otherwise. */
export type PostAlert = (
  alert: Pick<Alert, 'id' | 'type' | 'at' | 'data'>,
  signal?: AbortSignal,
) => Promise<void>

export interface AlertsDeps {
  readonly db: Db
  /** The providers in use. */
  readonly providers: readonly string[]
  readonly post: PostAlert
  readonly now: () => Date
  readonly newId: () => string
  readonly random: () => number
  readonly onError: (error: unknown) => void
}

const MINUTE_MS = 60_000
// Counting a day takes longer than all else, and a rate over a day does not change within seconds.
const COUNT_EVERY_MS = 5 * MINUTE_MS
const KEEP_MS = 90 * 24 * 60 * MINUTE_MS
// Tried after about 10 s, a minute, 6 minutes and half an hour, and then given up.
const RETRY = { mostTries: 5, firstSeconds: 10, factor: 6 }

export function createAlerts(deps: AlertsDeps): Alerts {
  const { db, providers, now, newId, random, onError } = deps
  const isTimeToCount = createInterval(COUNT_EVERY_MS)
  const told = new Set<string>()
  const untold = new Map<string, Pick<Alert, 'type' | 'subject' | 'data'>>()
  const signatures = createRefusalWatch(now)

  const make: MakeAlert = (type, subject, at, data) => ({ id: newId(), type, subject, at, data })

  function tellOnce(type: string, subject: string, data: Alert['data']): void {
    const key = `${type} ${subject}`
    if (told.has(key)) return
    told.add(key)
    untold.set(key, { type, subject, data })
  }

  return {
    signatures,
    async check() {
      const at = now()
      // Raised for good: the row is what a restart and other instances know it by.
      for (const [key, { type, subject, data }] of untold) {
        await raiseAlert(db, make(type, subject, at, data))
        untold.delete(key)
      }
      // Each instance for itself: what it has counted is known to no other.
      await checkSignatures(db, make, signatures, at)
      await checkAlone(db, async (tx) => {
        await checkTransports(tx, make, providers, at)
        await checkCodes(tx, make, at)
        if (isTimeToCount(at)) await checkBounces(tx, make, at)
        await deleteAlertsEndedBefore(tx, new Date(at.getTime() - KEEP_MS))
      })
    },

    async post(signal) {
      // Up to a quarter later, so that what failed together does not come back together.
      const firstSeconds = RETRY.firstSeconds * (1 + random() / 4)
      const due = await takeDueAlerts(db, now(), { ...RETRY, firstSeconds })
      await Promise.all(
        due.map(async ({ id, type, at, data, tries }) => {
          try {
            await deps.post({ id, type, at, data }, signal)
            await alertPosted(db, id, now())
          } catch (error) {
            if (signal?.aborted) return
            onError(error)
            if (tries >= RETRY.mostTries) onError(new Error(`the alert ${type} ${id} is given up`))
          }
        }),
      )
    },

    unknownSlug: (channel, slug) =>
      tellOnce('slug.unknown', `${channel}:${slug}`, { channel, slug }),
    instanceRefused: (instanceId) =>
      tellOnce('instance.refused', instanceId, { instance: instanceId }),
    eventIgnored: (type) => tellOnce('event.ignored', type, { event: type }),
    eventIncomplete: (type, field) =>
      tellOnce('event.incomplete', `${type}:${field}`, { event: type, field }),
  }
}

/** True at most once in `ms`. */
function createInterval(ms: number): (at: Date) => boolean {
  let last = Number.NEGATIVE_INFINITY
  return (at) => {
    if (at.getTime() - last < ms) return false
    last = at.getTime()
    return true
  }
}
