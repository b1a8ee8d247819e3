import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { ReadReceipt, Receipt } from '../domain/receipt.ts'
import { headerFault } from '../domain/signature-headers.ts'
import type { LimitBody } from './limit-body.ts'

export interface ReceiptWebhooksDeps {
  /** Reads one of Resend's webhooks; null without a secret to tell them from forged ones. */
  readonly readResend:
    | ((request: { headers: Readonly<Record<string, string>>; body: string }) => ReadReceipt)
    | null
  /** Reads a status callback of Twilio; null where Twilio is not used or cannot reach us. */
  readonly readTwilio:
    | ((request: { pathAndQuery: string; signature: string; body: string }) => ReadReceipt)
    | null
  /** Resolves with the id of the message, or null when there was nothing to record. */
  readonly record: (receipt: Receipt) => Promise<string | null>
  readonly log: (line: {
    provider: string
    answer: string
    reason?: string
    messageId?: string
    error?: unknown
  }) => void
}

/** Where providers report what became of a message. */
export function receiptWebhooks(deps: ReceiptWebhooksDeps, limitBody: LimitBody): Hono {
  const { readResend, readTwilio, record, log } = deps
  const routes = new Hono()

  /** Reads nothing of a request with such a fault, and too much of none. */
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
    // By the clock of this machine, as Svix's library judges the whole signature.
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
      const read = readTwilio({
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

// What was cut off is not what was signed.
function readText(c: Context): Promise<string> {
  return c.req.text().catch(() => '')
}
