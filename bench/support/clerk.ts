import { Agent, request } from 'node:http'
import { Webhook } from 'svix'
import { SECRET } from '../../test/support/bellhop.ts'
import { emailCreated } from '../../test/support/clerk-events.ts'

/** An event as Clerk posts it. */
export interface SignedEvent {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The side that posts: keep-alive connections, one request at a time on each. */
export interface Clerk extends Disposable {
  /** Resolves with the status of the answer; 0 where there was none. */
  post(event: SignedEvent): Promise<number>
  /** The same. Rejects if it is not answered with 200. */
  deliver(event: SignedEvent): Promise<void>
  /** Posts all of them as fast as the connections go. Rejects if one is not answered with 200. */
  postAll(events: readonly SignedEvent[]): Promise<void>
}

/** Clerk's side of `url`, with at most `connections` at once. */
export function createClerk(url: string, connections = 50): Clerk {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const target = new URL('/api/webhooks/clerk', url)

  function post({ headers, body }: SignedEvent): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>()
    const sent = request(target, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    sent.once('error', () => resolve(0)).end(body)
    return promise
  }

  async function deliver(event: SignedEvent): Promise<void> {
    const status = await post(event)
    if (status !== 200) throw new Error(`a webhook was answered with ${status}`)
  }

  return {
    post,
    deliver,
    async postAll(events) {
      const left = events.values()
      await Promise.all(
        Array.from({ length: connections }, async () => {
          for (const event of left) {
            await deliver(event)
          }
        }),
      )
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

const webhook = new Webhook(SECRET)
let sequence = 0

/** So many events, each of its own: codes by email unless told otherwise. */
export function signed(count: number, make: () => unknown = emailCreated): SignedEvent[] {
  return Array.from({ length: count }, () => sign(make()))
}

/** Signs as Clerk does, each event under an id of its own. */
export function sign(event: unknown): SignedEvent {
  const body = JSON.stringify(event)
  const at = new Date()
  const svixId = `msg_${process.pid}_${++sequence}`
  return {
    body: Buffer.from(body),
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'svix-id': svixId,
      'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
      'svix-signature': webhook.sign(svixId, at, body),
    },
  }
}
