import { Webhook } from 'svix'
import type { CliContext } from './context.ts'
import { request } from './service.ts'

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
  const response = await request(context, new URL('/api/webhooks/clerk', to.url).href, {
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
