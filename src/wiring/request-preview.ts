import type { Config } from '../config/config.ts'
import type { OutgoingMessage } from '../domain/transport.ts'
import type { RequestPreview } from '../ops/outbox/language-version.ts'
import { resendEmail } from '../transports/resend-email.ts'
import { twilioMessage } from '../transports/twilio-message.ts'

/** The request that would be made for a captured message, built by the code of the transport. */
export function createRequestPreview({ email, sms, publicUrl }: Config): RequestPreview {
  return (message, now) => (message.channel === 'email' ? ofEmail(message) : ofSms(message, now))

  function ofEmail(message: OutgoingMessage): ReadonlyMap<string, string> {
    const own = { from: email.from ?? '(EMAIL_FROM is not set)', replyTo: email.replyTo }
    const { from, to, bcc, replyTo, subject, headers, tags } = resendEmail(message, own)
    return new Map([
      ['From', from],
      ['To', to],
      ['Subject', subject],
      ...(bcc ? [['Bcc', bcc] as const] : []),
      ...(replyTo ? [['Reply-To', replyTo] as const] : []),
      ...Object.entries(headers),
      ...tags.map(({ name, value }) => [`Tag ${name}`, value] as const),
    ])
  }

  function ofSms(message: OutgoingMessage, now: Date): ReadonlyMap<string, string> {
    const { messagingServiceSid, from = '(TWILIO_FROM is not set)' } = sms
    const sender = messagingServiceSid ? { messagingServiceSid } : { from }
    const { body: _, ...rest } = twilioMessage(message, { sender, publicUrl }, now)
    return new Map(Object.entries(rest).map(([name, value]) => [name, String(value)]))
  }
}
