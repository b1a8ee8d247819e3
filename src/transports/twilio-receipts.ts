import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { ReadReceipt, ReportedStatus } from '../domain/receipt.ts'

// https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
const STATUSES: Readonly<Record<string, ReportedStatus>> = {
  accepted: 'sent',
  scheduled: 'sent',
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
}

/**
 * Reads a status callback. Its signature is over the URL that Twilio was given, which is not the one
 * that arrives behind a proxy: hence `publicUrl` and the path with its raw query. The key is the
 * account's auth token, also where requests are made with an API key.
 */
export function readTwilioReceipt(
  request: { readonly pathAndQuery: string; readonly signature: string; readonly body: string },
  options: { readonly authToken: string; readonly publicUrl: string },
): ReadReceipt {
  const url = new URL(request.pathAndQuery, options.publicUrl)
  const fields = Object.fromEntries(new URLSearchParams(request.body))
  if (!validateRequest(options.authToken, request.signature, url.href, fields)) {
    return { kind: 'forged' }
  }
  const { MessageSid: sid, MessageStatus: reported = '' } = fields
  const status = Object.hasOwn(STATUSES, reported) ? STATUSES[reported] : undefined
  if (!sid || !status) return { kind: 'ignored' }
  return {
    kind: 'receipt',
    receipt: {
      provider: 'twilio',
      eventId: `${sid}:${reported}`,
      messageId: url.searchParams.get('m'),
      providerMessageId: sid,
      status,
    },
  }
}
