import { setTimeout as delay } from 'node:timers/promises'
import { SECRET } from '../support/bellhop.ts'
import { svixHeaders } from '../support/svix-headers.ts'

/** A message that Bellhop has acknowledged. */
export interface Taken {
  /** Empty when the answer has no id. */
  readonly messageId: string
  readonly at: number
}

const GIVE_UP_AFTER_MS = 120_000

/**
 * Posts an event as Svix does, but with short waits: again until it is accepted, each time to the next
 * instance, as a load balancer would.
 */
export async function post(
  urls: readonly string[],
  first: number,
  svixId: string,
  event: unknown,
): Promise<Taken> {
  const body = JSON.stringify(event)
  const until = Date.now() + GIVE_UP_AFTER_MS
  let last = 'no answer'
  for (let attempt = first; Date.now() < until; attempt++) {
    const at = new Date()
    try {
      const response = await fetch(`${urls[attempt % urls.length]}/api/webhooks/clerk`, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(15_000),
        headers: {
          'content-type': 'application/json',
          ...svixHeaders(body, { svixId, at, secret: SECRET }),
        },
      })
      last = `status ${response.status}`
      // Posted again if the answer breaks off after its status.
      const { messageId = '' } = (await response.json()) as { messageId?: string }
      if (response.ok) return { messageId, at: Date.now() }
    } catch (error) {
      // The process was killed, or has not started yet.
      last = String(error)
    }
    await delay(50)
  }
  throw new Error(`${svixId} was not taken within ${GIVE_UP_AFTER_MS} ms: ${last}.`)
}
