import { Webhook } from 'svix'
import { PATH_ADVICE } from '../domain/path-advice.ts'
import type { CliContext } from './context.ts'
import { addressOf, request } from './service.ts'

/** An answer of the service: its status code and JSON body. */
export interface Answer {
  readonly code: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Posts an event, signed as Clerk signs it. The same `svixId` again counts as a repeated delivery. */
export async function postEvent(
  context: Pick<CliContext, 'fetch' | 'now'>,
  to: { readonly url: string; readonly secret: string; readonly svixId: string },
  event: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const body = JSON.stringify(event)
  const at = context.now()
  const response = await request(context, addressOf(to.url, '/api/webhooks/clerk'), {
    method: 'POST',
    body,
    ...(signal ? { signal } : {}),
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

/** Whether the service runs in production, as its endpoint reports. */
export async function isProduction(context: CliContext, url: string): Promise<boolean> {
  const response = await request(context, addressOf(url, '/api/webhooks/clerk'))
  return response.headers.get('bellhop-mode') === 'production'
}

const ADVICE: Readonly<Record<string, string>> = {
  invalid_signature:
    'Sign with the secret of the service: pass --secret, or set CLERK_WEBHOOK_SIGNING_SECRET or DATA_DIR to the value that the service uses.',
  invalid_payload: 'Give each field that you change with --set the type that Clerk sends.',
  unavailable: 'The service cannot reach its database.',
  test_recipient:
    'Bellhop sends nothing to the test addresses of Clerk. Use an address without +clerk_test, or a number other than +1 XXX 555 01XX.',
  'not a Bellhop': PATH_ADVICE,
  disabled: 'The welcome email is switched off. Set WELCOME_EMAIL=on for the service.',
}

/** What the user can do about an unexpected answer. */
export function adviceOn({ body }: Answer): string {
  return ADVICE[String(body.error ?? body.reason)] ?? 'See the log of the service.'
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>
  } catch {
    return { error: 'not a Bellhop' }
  }
}
