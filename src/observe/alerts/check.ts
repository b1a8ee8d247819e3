import type { AssumedField } from '../../domain/event.ts'
import type { Channel } from '../../domain/message.ts'
import type { LookUpNumber } from '../../domain/number-facts.ts'
import { type Alert, checkAlone, deleteAlertsEndedBefore, raiseAlert } from '../../store/alerts.ts'
import type { Db } from '../../store/engine/database.ts'
import type { AlertTypeName } from './alert-types.ts'
import {
  checkBounces,
  checkCodes,
  checkFailover,
  checkSignatures,
  checkTransports,
  type MakeAlert,
  type StandBy,
} from './conditions.ts'
import type { Listener } from './listener.ts'
import { createPosts } from './posts.ts'
import { createRefusalWatch, type RefusalWatch } from './refusal-streak.ts'
import { checkBudget, checkPumping } from './sms-abuse.ts'

/** Alerts about problems that need a human, once for each problem while it lasts. */
export interface Alerts {
  /** Raises and ends alerts. Does nothing while another instance is checking. */
  check(): Promise<void>
  /** Tells the targets what is due. Failed posts are reported and tried again later. */
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

export interface AlertsDeps {
  readonly db: Db
  /** The providers in use, those that stand by included. */
  readonly providers: readonly string[]
  /** The provider that takes over from another one; null if none does. */
  readonly standBy?: StandBy | null
  /** The segments of SMS that a day may have; null: any number. */
  readonly dailySegments: number | null
  readonly lookUpNumber: LookUpNumber
  readonly listeners: readonly Listener[]
  readonly now: () => Date
  readonly newId: () => string
  readonly random: () => number
  readonly onError: (error: unknown) => void
}

interface ToRaise extends Pick<Alert, 'subject' | 'data'> {
  readonly type: AlertTypeName
}

const MINUTE_MS = 60_000
// Counting a day is the slowest check, and a rate over a day does not change within seconds.
const COUNT_EVERY_MS = 5 * MINUTE_MS
// Reads all messages that a limit held back, which are many during an attack.
const LOOK_FOR_ABUSE_EVERY_MS = 30_000
const KEEP_MS = 90 * 24 * 60 * MINUTE_MS

export function createAlerts(deps: AlertsDeps): Alerts {
  const { db, providers, standBy = null, dailySegments, lookUpNumber, now, newId } = deps
  const isTimeToCount = createInterval(COUNT_EVERY_MS)
  const isTimeToLookForAbuse = createInterval(LOOK_FOR_ABUSE_EVERY_MS)
  const raised = new Set<string>()
  const toRaise = new Map<string, ToRaise>()
  const signatures = createRefusalWatch(now)

  const make: MakeAlert = (type, subject, at, data) => ({ id: newId(), type, subject, at, data })

  function raiseOnce(type: AlertTypeName, subject: string, data: Alert['data']): void {
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
        await checkTransports(tx, make, providers, standBy, at)
        if (standBy) await checkFailover(tx, make, standBy, at)
        await checkCodes(tx, make, at)
        if (isTimeToCount(at)) await checkBounces(tx, make, at)
        if (isTimeToLookForAbuse(at)) {
          await checkPumping(tx, make, lookUpNumber, at)
          await checkBudget(tx, make, dailySegments, at)
        }
        await deleteAlertsEndedBefore(tx, new Date(at.getTime() - KEEP_MS))
      })
    },

    post: createPosts(deps),

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
