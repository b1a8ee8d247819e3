import { OPTIONAL, optional } from '../domain/optional-package.ts'
import type { ReadReceipt, Receipt, ReportedStatus } from '../domain/receipt.ts'

// https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
export const TWILIO_STATUSES: Readonly<Record<string, ReportedStatus>> = {
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

// Unknown number, landline: https://www.twilio.com/docs/api/errors
const PERMANENT = new Set(['30005', '30006'])

/**
 * Reads a status callback. Twilio signs the URL that it got, which is not the one that arrives behind a
 * proxy: hence `publicUrl` and the path with its raw query. The key is the account's auth token, even if
 * requests are made with an API key.
 */
export async function readTwilioReceipt(
  request: { readonly pathAndQuery: string; readonly signature: string; readonly body: string },
  options: {
    /** There are two while the token is changed. */
    readonly authTokens: readonly string[]
    readonly publicUrl: string
    readonly accountSid: string
  },
): Promise<ReadReceipt> {
  const { validateRequest } = await optional(
    OPTIONAL.twilio,
    import('twilio/lib/webhooks/webhooks.js'),
  )
  const url = new URL(request.pathAndQuery, options.publicUrl)
  const fields = Object.fromEntries(new URLSearchParams(request.body))
  const isGenuine = (authToken: string) =>
    validateRequest(authToken, request.signature, url.href, fields)
  if (!options.authTokens.some(isGenuine)) {
    return { kind: 'forged', reason: request.signature ? 'no_secret_matches' : 'header_missing' }
  }
  const {
    AccountSid: account,
    MessageSid: sid,
    MessageStatus: reported = '',
    ErrorCode: error = '',
  } = fields
  const status = Object.hasOwn(TWILIO_STATUSES, reported) ? TWILIO_STATUSES[reported] : undefined
  if (account !== options.accountSid) return { kind: 'ignored' }
  if (!sid || !status) return { kind: 'ignored' }
  return {
    kind: 'receipt',
    receipt: {
      provider: 'twilio',
      channel: 'sms',
      eventId: `${sid}:${reported}`,
      messageId: url.searchParams.get('m'),
      providerMessageId: sid,
      status,
      at: null,
      detail: /^\d{5}$/.test(error) ? error : null,
      suppress: suppressionBy(status, error),
    },
  }
}

export function suppressionBy(status: ReportedStatus, error: string): Receipt['suppress'] {
  return status === 'undelivered' && PERMANENT.has(error) ? 'bounce' : null
}
