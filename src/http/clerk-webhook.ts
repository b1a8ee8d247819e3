import { type Context, Hono } from 'hono'
import { parseClerkEvent } from '../clerk/events.ts'
import { createVerifyClerkWebhook } from '../clerk/verify.ts'
import type { AcceptEvent } from '../delivery/accept-event.ts'
import type { ParsedEvent } from '../domain/event.ts'
import { limitBody } from './limit-body.ts'

/** Clerk's own bodies have about 9 kB; Svix takes up to about 350 kB. */
const MOST_BYTES = 1024 * 1024

/** What one request came to, for the log and the counters. Names and ids only. */
export interface WebhookRecord {
  readonly type: string
  readonly answer: string
  readonly svixId?: string
  readonly messageId?: string
  readonly reason?: string
  readonly problems?: readonly string[]
  readonly error?: unknown
  readonly ms: number
}

export interface ClerkWebhookDeps {
  readonly secrets: readonly string[]
  readonly accept: AcceptEvent
  readonly now: () => Date
  readonly record: (record: WebhookRecord) => void
}

/** The endpoint that Clerk posts its events to. */
export function clerkWebhook({ secrets, accept, now, record }: ClerkWebhookDeps): Hono {
  const route = new Hono()
  const verify = createVerifyClerkWebhook(secrets)

  route.get('/', (c) => c.text('Bellhop listens here for events from Clerk (POST).\n'))

  route.post('/', limitBody(MOST_BYTES), async (c) => {
    const started = now().getTime()
    const done = (fields: Omit<WebhookRecord, 'ms'>) =>
      record({ ...fields, ms: now().getTime() - started })
    const rawBody = await readText(c)
    const verified =
      rawBody === null ? ({ kind: 'forged' } as const) : verify(c.req.raw.headers, rawBody)
    switch (verified.kind) {
      case 'forged':
        done({ type: 'unverified', answer: 'invalid_signature' })
        // One answer for every fault, so that nobody learns from it which one it was.
        return c.json({ error: 'invalid_signature' }, 400)
      case 'not-json':
        done({ type: 'unreadable', answer: 'invalid_body' })
        return c.json({ error: 'invalid_body' }, 400)
      case 'verified':
        return answer(c, verified.svixId, parseClerkEvent(verified.body), done)
    }
  })

  route.all('/', (c) => c.json({ error: 'method_not_allowed' }, 405, { Allow: 'GET, POST' }))

  async function answer(
    c: Context,
    svixId: string,
    parsed: ParsedEvent,
    done: (fields: Omit<WebhookRecord, 'ms'>) => void,
  ): Promise<Response> {
    switch (parsed.kind) {
      case 'ignored':
        done({ type: parsed.type, answer: 'ignored', svixId })
        return c.json({ status: 'ignored' })
      case 'unreadable': {
        const { type, problems } = parsed
        done({ type: type ?? 'unreadable', answer: 'invalid_payload', svixId, problems })
        return c.json({ error: 'invalid_payload', problems }, 422)
      }
      case 'event':
        try {
          const accepted = await accept({ endpoint: 'clerk', svixId, event: parsed.event })
          const { status, ...rest } = accepted
          done({ type: parsed.event.type, answer: status, svixId, ...rest })
          return c.json(accepted)
        } catch (error) {
          // Not stored, so not acknowledged: Clerk's retry brings it again, the first within seconds.
          done({ type: parsed.event.type, answer: 'unavailable', svixId, error })
          return c.json({ error: 'unavailable' }, 503)
        }
    }
  }

  return route
}

// The signature is over the bytes. Bytes that are not UTF-8, or a body that was cut off, cannot be
// what Clerk has signed.
async function readText(c: Context): Promise<string | null> {
  try {
    const bytes = await c.req.arrayBuffer()
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
