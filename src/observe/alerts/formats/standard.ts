import { Webhook } from 'svix'
import type { Format } from './format.ts'

export interface StandardOptions {
  readonly url: string
  /** The first one signs. Without secrets nothing is signed. */
  readonly secrets: readonly string[]
  readonly now: () => Date
}

/** Standard Webhooks: a repeated one carries the same `webhook-id`. */
export function standardFormat({ url, secrets, now }: StandardOptions): Format {
  const [secret] = secrets
  const webhook = secret ? new Webhook(secret) : null
  return {
    tellsEnds: false,
    write({ id, type, at, data, sentence, link }) {
      const sentAt = now()
      const text = { text: sentence, ...(link ? { url: link } : {}) }
      const body = JSON.stringify({ type, at: at.toISOString(), data, ...text })
      return {
        url,
        body,
        headers: {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
          ...(webhook ? { 'webhook-signature': webhook.sign(id, sentAt, body) } : {}),
        },
      }
    },
    // The receiver is the operator's own, and a wrong status may pass with its next deployment.
    judge: ({ status }) =>
      status >= 200 && status < 300
        ? { kind: 'accepted' }
        : { kind: 'failed', why: `answered ${status}` },
  }
}
