import type { MessageListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/message.js'
import type { OutgoingMessage } from '../domain/transport.ts'

/** The sender: a Messaging Service, or one of our numbers. */
export type TwilioSender = { readonly messagingServiceSid: string } | { readonly from: string }

/** One SMS in the form of the SDK, in which it is also stored. */
export type TwilioMessage = ReturnType<typeof twilioMessage>

/** The message in the form of Twilio. */
export function twilioMessage(
  message: OutgoingMessage,
  { sender, publicUrl }: { readonly sender: TwilioSender; readonly publicUrl: string | undefined },
  now: Date,
) {
  if (message.channel !== 'sms') throw new TypeError(`Twilio cannot send ${message.channel}.`)
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
 * How long Twilio may keep the message in its queue, because an expired code must not be sent. Twilio allows
 * 1 to 36000 and advises more than 5, but a message that expires sooner must not be extended.
 */
function secondsLeft(expiresAt: Date, now: Date): number {
  const seconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1000)
  return Math.min(36_000, Math.max(1, seconds))
}

/**
 * The signed URL contains our id, so that a receipt finds its message even if the answer with the SID never
 * arrived. The fragment requests retries: without it Twilio repeats a callback only once, and only if it
 * could not connect. It is not part of the signature.
 */
function statusCallback(publicUrl: string, messageId: string): string {
  const path = `/api/webhooks/twilio?m=${encodeURIComponent(messageId)}#rc=5&rp=all`
  // Twilio signs the URL that it got, and the check of a receipt uses the same parser.
  return new URL(`${publicUrl}${path}`).href
}
