import type { Config } from '../config/config.ts'
import { type Alerts, type AlertsDeps, createAlerts } from '../observe/alerts/check.ts'
import { createAlertWebhook } from '../observe/alerts/webhook.ts'

/** Alerts to the configured address; null without one. */
export function openAlerts(
  { alerts: { url, secrets } }: Config,
  deps: Omit<AlertsDeps, 'post'>,
): Alerts | null {
  if (!url) return null
  const post = createAlertWebhook({ url, secrets, fetch, now: deps.now })
  return createAlerts({ ...deps, post })
}
