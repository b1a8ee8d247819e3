import { type AlertTarget, nameOfTarget } from '../domain/alert-target.ts'
import { type Check, ok, skipped } from './check.ts'

/** `alerts`: who is told about problems. It sends nothing, because an alert may wake somebody. */
export function alertsCheck(targets: readonly AlertTarget[], publicUrl: string | undefined): Check {
  return {
    id: 'alerts',
    async run() {
      if (targets.length === 0) {
        return skipped('ALERT_WEBHOOK_URL is not set, so nobody is told about problems.')
      }
      const links = publicUrl ? '' : ' They have no links, because PUBLIC_URL is not set.'
      return ok(
        `Alerts go to ${targets.map(nameOfTarget).join(', ')}.${links} bellhop doctor --send-alert sends a test.`,
      )
    },
  }
}
