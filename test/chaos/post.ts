import { setTimeout as delay } from 'node:timers/promises'
import { Webhook } from 'svix'

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
export const OPS_TOKEN = 'a-token-for-chaos-only'

let sequence = 0

export interface Taken {
  readonly messageId: string
  readonly at: number
}

/** Posts an event as Svix does: to whoever answers, again until it is taken. Null when it is no message. */
export async function post(
  urls: () => readonly string[],
  event: unknown,
  svixId = `msg_${++sequence}`,
): Promise<Taken | null> {
  const body = JSON.stringify(event)
  for (let attempt = 0; ; attempt++) {
    const at = new Date()
    const all = urls()
    const url = all[attempt % all.length] ?? ''
    try {
      const response = await fetch(`${url}/api/webhooks`, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(15_000),
        headers: {
          'svix-id': svixId,
          'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
          'svix-signature': new Webhook(SECRET).sign(svixId, at, body),
        },
      })
      if (response.ok) {
        const { messageId } = (await response.json()) as { messageId?: string }
        return messageId ? { messageId, at: Date.now() } : null
      }
    } catch {
      // Killed, or not up yet.
    }
    await delay(50)
  }
}

export interface Ended {
  readonly id: string
  readonly status: string
  readonly reason: string | null
}

/** All messages of the ledger. */
export async function readLedger(url: string): Promise<Ended[]> {
  const messages: Ended[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor ? `&cursor=${cursor}` : ''
    const response = await fetch(`${url}/api/messages?limit=200${query}`, {
      headers: { Authorization: `Bearer ${OPS_TOKEN}` },
    })
    const page = (await response.json()) as { messages: Ended[]; nextCursor: string | null }
    messages.push(...page.messages)
    cursor = page.nextCursor
  } while (cursor)
  return messages
}
