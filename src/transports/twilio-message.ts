import type { MessageListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/message.js'
import type { OutgoingMessage } from '../domain/transport.ts'

/** Who it comes from: a Messaging Service, or one number of ours. */
export type TwilioSender = { readonly messagingServiceSid: string } | { readonly from: string }

/** One SMS as the SDK takes it, and as it is stored. */
export type TwilioMessage = ReturnType<typeof twilioMessage>

/** Writes `message` the way Twilio wants it. */
export function twilioMessage(
  message: OutgoingMessage,
  { sender, publicUrl }: { readonly sender: TwilioSender; readonly publicUrl: string | undefined },
  now: Date,
) {
  if (message.channel !== 'sms') throw new TypeError(`Twilio carries no ${message.channel}.`)
  return {
    to: message.to,
    ...sender,
    body: message.body,
    validityPeriod: secondsLeft(message.expiresAt, now),
    // Replaces typographic quotes and dashes, each of which would turn the text into UCS-2 and
    // more than double its segments.
    smartEncoded: true,
    ...(publicUrl ? { statusCallback: statusCallback(publicUrl, message.id) } : {}),
  } satisfies MessageListInstanceCreateOptions
}

/**
 * How long Twilio may keep the message in its queue: a code that is late must not come at all.
 * Twilio takes 1 to 36000 and advises more than 5; what has less to live is not worth stretching.
 */
function secondsLeft(expiresAt: Date, now: Date): number {
  const seconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1000)
  return Math.min(36_000, Math.max(1, seconds))
}

/**
 * Our id comes back in a signed URL, so that a receipt finds its message even when the answer with
 * the SID never reached us. The fragment asks for retries: without it Twilio repeats a callback once,
 * and only when it could not connect. It is not part of the signature.
 */
function statusCallback(publicUrl: string, messageId: string): string {
  const path = `/api/webhooks/twilio?m=${encodeURIComponent(messageId)}#rc=5&rp=all`
  // Twilio signs what it was given, and the check of a receipt has the URL from the same parser.
  return new URL(path, publicUrl).href
}
