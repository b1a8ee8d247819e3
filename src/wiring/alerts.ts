import type { Config } from '../config/config.ts'
import { type Alerts, createAlerts } from '../observe/alerts/check.ts'
import { type AlertLoop, createAlertLoop } from '../observe/alerts/loop.ts'
import { createAlertWebhook } from '../observe/alerts/webhook.ts'
import { lookUpNumber } from '../runtime/phone-number.ts'
import type { Base } from './base.ts'
import type { Store } from './store.ts'

/** Takes the reports that can raise alerts, and checks and posts alerts. */
export type AlertDesk = Omit<Alerts, 'check' | 'post'> & AlertLoop

/** Alerts to ALERT_WEBHOOK_URL; null if it is not set. */
export function openAlerts(config: Config, base: Base, { db }: Store): AlertDesk | null {
  const { url, secrets } = config.alerts
  if (!url) return null
  const { now, newId, random, onError } = base
  const { check, post, ...reports } = createAlerts({
    db,
    providers: [config.email.transport, config.sms.transport],
    dailySegments: config.dailySegments ?? null,
    lookUpNumber,
    post: createAlertWebhook({ url, secrets, fetch, now }),
    now,
    newId,
    random,
    onError,
  })
  return { ...reports, ...createAlertLoop({ check, post }, onError) }
}
