import type { AssumedField } from '../../domain/event.ts'
import type { Channel } from '../../domain/message.ts'
import type { LookUpNumber } from '../../domain/number-facts.ts'
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
import { checkBudget, checkPumping } from './sms-abuse.ts'

/** Alerts about problems that need a human, once for each problem while it lasts. */
export interface Alerts {
  /** Raises and ends alerts. Does nothing while another instance is checking. */
  check(): Promise<void>
  /** Posts the alerts that are due. Failed posts are reported and tried again later; never rejects. */
  post(signal?: AbortSignal): Promise<void>
  /** A message has a slug without a template. Raised with the next check, as the following are. */
  unknownSlug(channel: Channel, slug: string): void
  /** An event of this instance was signed with a secret that is bound to other instances. */
  instanceRefused(instanceId: string): void
  /** Clerk expects Bellhop to deliver an event of an unknown type. */
  eventIgnored(type: string): void
  /** An event lacks a field that Clerk promises. */
  eventIncomplete(type: string, field: AssumedField): void
  /** Webhooks with and without a good signature. */
  readonly signatures: Pick<RefusalWatch, 'refused' | 'verified'>
}

/** Resolves when the alert was accepted; rejects otherwise. */
export type PostAlert = (
  alert: Pick<Alert, 'id' | 'type' | 'at' | 'data'>,
  signal?: AbortSignal,
) => Promise<void>

export interface AlertsDeps {
  readonly db: Db
  /** The providers in use. */
  readonly providers: readonly string[]
  /** The segments of SMS that a day may have; null: any number. */
  readonly dailySegments: number | null
  readonly lookUpNumber: LookUpNumber
  readonly post: PostAlert
  readonly now: () => Date
  readonly newId: () => string
  readonly random: () => number
  readonly onError: (error: unknown) => void
}

const MINUTE_MS = 60_000
// Counting a day is the slowest check, and a rate over a day does not change within seconds.
const COUNT_EVERY_MS = 5 * MINUTE_MS
// Reads all messages that a limit held back, which are many during an attack.
const LOOK_FOR_ABUSE_EVERY_MS = 30_000
const KEEP_MS = 90 * 24 * 60 * MINUTE_MS
// Tried after about 10 s, a minute, 6 minutes and half an hour, and then given up.
const RETRY = { mostTries: 5, firstSeconds: 10, factor: 6 }

export function createAlerts(deps: AlertsDeps): Alerts {
  const { db, providers, dailySegments, lookUpNumber, now, newId, random, onError } = deps
  const isTimeToCount = createInterval(COUNT_EVERY_MS)
  const isTimeToLookForAbuse = createInterval(LOOK_FOR_ABUSE_EVERY_MS)
  const raised = new Set<string>()
  const toRaise = new Map<string, Pick<Alert, 'type' | 'subject' | 'data'>>()
  const signatures = createRefusalWatch(now)

  const make: MakeAlert = (type, subject, at, data) => ({ id: newId(), type, subject, at, data })

  function raiseOnce(type: string, subject: string, data: Alert['data']): void {
    const key = `${type} ${subject}`
    if (raised.has(key)) return
    raised.add(key)
    toRaise.set(key, { type, subject, data })
  }

  return {
    signatures,
    async check() {
      const at = now()
      // Never ended: the row remembers across restarts and instances that this was reported.
      for (const [key, { type, subject, data }] of toRaise) {
        await raiseAlert(db, make(type, subject, at, data))
        toRaise.delete(key)
      }
      // Checked by each instance, because each counts for itself.
      await checkSignatures(db, make, signatures, at)
      await checkAlone(db, async (tx) => {
        await checkTransports(tx, make, providers, at)
        await checkCodes(tx, make, at)
        if (isTimeToCount(at)) await checkBounces(tx, make, at)
        if (isTimeToLookForAbuse(at)) {
          await checkPumping(tx, make, lookUpNumber, at)
          await checkBudget(tx, make, dailySegments, at)
        }
        await deleteAlertsEndedBefore(tx, new Date(at.getTime() - KEEP_MS))
      })
    },

    async post(signal) {
      // Up to a quarter later, so that alerts that failed together are not tried again together.
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
      raiseOnce('slug.unknown', `${channel}:${slug}`, { channel, slug }),
    instanceRefused: (instanceId) =>
      raiseOnce('instance.refused', instanceId, { instance: instanceId }),
    eventIgnored: (type) => raiseOnce('event.ignored', type, { event: type }),
    eventIncomplete: (type, field) =>
      raiseOnce('event.incomplete', `${type}:${field}`, { event: type, field }),
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
