import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { ReadReceipt, Receipt } from '../domain/receipt.ts'
import { headerFault } from '../domain/signature-headers.ts'
import type { LimitBody } from './limit-body.ts'

export interface ReceiptWebhooksDeps {
  /** Reads one of Resend's webhooks; null if there is no secret to check them with. */
  readonly readResend:
    | ((request: { headers: Readonly<Record<string, string>>; body: string }) => ReadReceipt)
    | null
  /** Reads a status callback of Twilio; null if Twilio is not used or cannot reach Bellhop. */
  readonly readTwilio:
    | ((request: { pathAndQuery: string; signature: string; body: string }) => Promise<ReadReceipt>)
    | null
  /** Resolves with the id of the message, or with null if there was nothing to record. */
  readonly record: (receipt: Receipt) => Promise<string | null>
  readonly log: (line: {
    provider: string
    answer: string
    reason?: string
    messageId?: string
    error?: unknown
  }) => void
}

/** Providers report here whether a message was delivered. */
export function receiptWebhooks(deps: ReceiptWebhooksDeps, limitBody: LimitBody): Hono {
  const { readResend, readTwilio, record, log } = deps
  const routes = new Hono()

  /** Refuses requests with a fault in their headers before the body is read, and bodies that are too large. */
  const guard = (
    provider: string,
    mostBytes: number,
    faultIn: (headers: Headers) => string | null,
  ) => {
    const limit = limitBody(mostBytes, (answer) => log({ provider, answer }))
    const guarded: MiddlewareHandler = async (c, next) => {
      const reason = faultIn(c.req.raw.headers)
      return reason === null ? limit(c, next) : forged(c, provider, reason)
    }
    return guarded
  }

  if (readResend) {
    // By the clock of this machine, which Svix's library also uses for the signature.
    const faultIn = (headers: Headers) => headerFault(headers, new Date())?.reason ?? null
    routes.post('/api/webhooks/resend', guard('resend', 256 * 1024, faultIn), async (c) =>
      answer(c, 'resend', readResend({ headers: c.req.header(), body: await readText(c) })),
    )
  }
  if (readTwilio) {
    const faultIn = (headers: Headers) =>
      headers.get('x-twilio-signature') ? null : 'header_missing'
    routes.post('/api/webhooks/twilio', guard('twilio', 64 * 1024, faultIn), async (c) => {
      const { pathname, search } = new URL(c.req.url)
      const read = await readTwilio({
        pathAndQuery: `${pathname}${search}`,
        signature: c.req.header('x-twilio-signature') ?? '',
        body: await readText(c),
      })
      return answer(c, 'twilio', read)
    })
  }

  function forged(c: Context, provider: string, reason: string): Response {
    log({ provider, answer: 'invalid_signature', reason })
    return c.json({ error: 'invalid_signature' }, 400)
  }

  async function answer(c: Context, provider: string, read: ReadReceipt): Promise<Response> {
    switch (read.kind) {
      case 'forged':
        return forged(c, provider, read.reason)
      case 'ignored':
        return c.body(null, 204)
      case 'receipt':
        try {
          const messageId = await record(read.receipt)
          const about = messageId ? { messageId } : {}
          log({ provider, answer: messageId ? read.receipt.status : 'nothing_new', ...about })
          return c.body(null, 204)
        } catch (error) {
          log({ provider, answer: 'unavailable', error })
          return c.json({ error: 'unavailable' }, 503)
        }
    }
  }
  return routes
}

// If the body was cut off, the signature does not match the empty text.
function readText(c: Context): Promise<string> {
  return c.req.text().catch(() => '')
}
