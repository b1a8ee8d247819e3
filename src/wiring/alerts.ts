import type { Config } from '../config/config.ts'
import { type Alerts, createAlerts } from '../observe/alerts/check.ts'
import { createListener, type Listener } from '../observe/alerts/listener.ts'
import { type AlertLoop, createAlertLoop } from '../observe/alerts/loop.ts'
import { lookUpNumber } from '../runtime/phone-number.ts'
import type { Base } from './base.ts'
import { standByName } from './stand-by-name.ts'
import type { Store } from './store.ts'

/** Takes the reports that can raise alerts, and checks and posts alerts. */
export type AlertDesk = Omit<Alerts, 'check' | 'post'> & AlertLoop

/** Alerts to the targets of ALERT_WEBHOOK_URL; null if there are none. */
export function openAlerts(config: Config, base: Base, { db }: Store): AlertDesk | null {
  const listeners = alertListeners(config, base.now)
  if (listeners.length === 0) return null
  const { now, newId, random, onError } = base
  const standBy = config.emailStandBy && {
    first: config.email.transport,
    second: standByName(config.emailStandBy),
  }
  const { check, post, ...reports } = createAlerts({
    db,
    providers: [config.email.transport, config.sms.transport, ...(standBy ? [standBy.second] : [])],
    standBy,
    dailySegments: config.dailySegments ?? null,
    lookUpNumber,
    listeners,
    now,
    newId,
    random,
    onError,
  })
  return { ...reports, ...createAlertLoop({ check, post }, onError) }
}

/** Everybody who is told about alerts. */
export function alertListeners(
  { alerts, publicUrl }: Pick<Config, 'alerts' | 'publicUrl'>,
  now: () => Date,
): Listener[] {
  const options = { secrets: alerts.secrets, publicUrl, fetch, now }
  return alerts.targets.map((target) => createListener(target, options))
}
