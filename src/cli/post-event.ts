import { Webhook } from 'svix'
import type { CliContext } from './context.ts'
import { addressOf, request } from './service.ts'

/** What the service answered. */
export interface Answer {
  readonly code: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Posts an event to the service, signed as Clerk's are. The same `svixId` again is a redelivery. */
export async function postEvent(
  context: CliContext,
  to: { readonly url: string; readonly secret: string; readonly svixId: string },
  event: unknown,
): Promise<Answer> {
  const body = JSON.stringify(event)
  const at = context.now()
  const response = await request(context, addressOf(to.url, '/api/webhooks/clerk'), {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Svix-Webhooks/bellhop-trigger',
      'svix-id': to.svixId,
      'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
      'svix-signature': new Webhook(to.secret).sign(to.svixId, at, body),
    },
  })
  return { code: response.status, body: await bodyOf(response) }
}

/** Whether what is posted there may reach people: the endpoint says so itself. */
export async function isProduction(context: CliContext, url: string): Promise<boolean> {
  const response = await request(context, addressOf(url, '/api/webhooks/clerk'))
  return response.headers.get('bellhop-mode') === 'production'
}

const ADVICE: Readonly<Record<string, string>> = {
  invalid_signature:
    'Sign with the secret that the service runs with: --secret, CLERK_WEBHOOK_SIGNING_SECRET, or the same DATA_DIR.',
  invalid_payload: 'A field that was changed with --set has the wrong type.',
  unavailable: 'The service cannot reach its database.',
  test_recipient:
    'Nothing is sent to the test addresses of Clerk: take one without +clerk_test, or a number other than +1 XXX 555 01XX.',
  disabled: 'It is switched off: set WELCOME_EMAIL=on for the service.',
}

/** What to do about an answer that was not wanted. */
export function adviceOn({ body }: Answer): string {
  return ADVICE[String(body.error ?? body.reason)] ?? 'The log of the service says why.'
}

export function newSvixId(random: () => number): string {
  return `msg_${Array.from({ length: 24 }, () => Math.floor(random() * 36).toString(36)).join('')}`
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>
  } catch {
    return { error: 'not a Bellhop' }
  }
}
