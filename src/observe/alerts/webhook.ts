import { Webhook } from 'svix'
import type { PostAlert } from './check.ts'

export interface AlertWebhookOptions {
  readonly url: string
  /** The first one signs. Without secrets nothing is signed. */
  readonly secrets: readonly string[]
  readonly fetch: typeof fetch
  readonly now: () => Date
}

const DEADLINE_MS = 5_000

/** Posts alerts as Standard Webhooks: a repeated one carries the same `webhook-id`. */
export function createAlertWebhook({ url, secrets, fetch, now }: AlertWebhookOptions): PostAlert {
  const [secret] = secrets
  const webhook = secret ? new Webhook(secret) : null

  return async ({ id, type, at, data }, signal) => {
    const body = JSON.stringify({ type, at: at.toISOString(), data })
    const sentAt = now()
    const deadline = AbortSignal.timeout(DEADLINE_MS)
    const response = await fetch(url, {
      method: 'POST',
      body,
      // A redirect is a mistake in the address; alerts must not be sent to another one.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Bellhop',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
        ...(webhook ? { 'webhook-signature': webhook.sign(id, sentAt, body) } : {}),
      },
    }).catch((error: unknown) => {
      // Without the cause, which may quote the address, and the address may be a secret.
      throw new Error(`the alert webhook could not be reached (${nameOf(error)})`)
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the alert webhook answered ${response.status}`)
  }
}

function nameOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (typeof cause !== 'object' || cause === null) return 'no answer'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no answer'
}
