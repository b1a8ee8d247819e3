import { type Context, Hono } from 'hono'
import type { ReadReceipt, Receipt } from '../domain/receipt.ts'
import { limitBody } from './limit-body.ts'

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
export function receiptWebhooks({
  readResend,
  readTwilio,
  record,
  log,
}: ReceiptWebhooksDeps): Hono {
  const routes = new Hono()

  if (readResend) {
    routes.post('/api/webhooks/resend', limitBody(256 * 1024), async (c) =>
      answer(c, 'resend', readResend({ headers: c.req.header(), body: await c.req.text() })),
    )
  }
  if (readTwilio) {
    routes.post('/api/webhooks/twilio', limitBody(64 * 1024), async (c) => {
      const { pathname, search } = new URL(c.req.url)
      const read = readTwilio({
        pathAndQuery: `${pathname}${search}`,
        signature: c.req.header('x-twilio-signature') ?? '',
        body: await c.req.text(),
      })
      return answer(c, 'twilio', read)
    })
  }

  async function answer(c: Context, provider: string, read: ReadReceipt): Promise<Response> {
    switch (read.kind) {
      case 'forged':
        log({ provider, answer: 'invalid_signature', reason: read.reason })
        return c.json({ error: 'invalid_signature' }, 400)
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
