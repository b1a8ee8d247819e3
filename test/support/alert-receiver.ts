import { Webhook } from 'svix'
import { createAcceptedLog } from './accepted-log.ts'
import { openProviderServer, type ProviderServer } from './provider-server.ts'

export const ALERT_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

export interface ReceivedAlert {
  /** `webhook-id` */
  readonly id: string
  readonly type: string
  readonly at: string
  readonly data: Record<string, unknown>
  /** The sentence. */
  readonly text: string
}

/** Somebody who takes alerts, and none that is not signed or whose sentence lacks a value. */
export interface AlertReceiver extends ProviderServer {
  readonly alerts: readonly ReceivedAlert[]
  waitFor(count: number): Promise<readonly ReceivedAlert[]>
}

export async function openAlertReceiver(
  options: { readonly now?: () => Date; readonly secret?: string } = {},
): Promise<AlertReceiver> {
  const { now = () => new Date(), secret = ALERT_SECRET } = options
  const log = createAcceptedLog<ReceivedAlert>()
  const failure = (status: number) => ({ status, body: { error: 'failed' } })
  const server = await openProviderServer({
    now,
    failure,
    async answer({ headers, body }) {
      try {
        // Its own clock, and five minutes of patience.
        new Webhook(secret).verify(body, headers)
      } catch {
        return failure(401)
      }
      const alert = JSON.parse(body) as Omit<ReceivedAlert, 'id'>
      if (/undefined|null|NaN/.test(alert.text)) return failure(422)
      log.add({ ...alert, id: headers['webhook-id'] ?? '' })
      return { status: 200, body: {} }
    },
  })
  return Object.assign(server, { alerts: log.messages, waitFor: log.waitFor })
}
