import type { CreateEmailOptions } from 'resend'
import type { OutgoingMessage } from '../domain/transport.ts'
import { type EmailSender, ownHeaders } from './email-headers.ts'

/** One email in the form of the SDK, in which it is also stored. */
export type ResendEmail = ReturnType<typeof resendEmail>

/** The message in the form of Resend. Pure, because a repeat with the same key must be equal. */
export function resendEmail(message: OutgoingMessage, own: EmailSender) {
  if (message.channel !== 'email') throw new TypeError(`Resend cannot send ${message.channel}.`)
  const { from = own.from, replyTo = own.replyTo, bcc } = message.sender ?? {}
  return {
    from,
    to: message.to,
    ...(bcc === undefined ? {} : { bcc }),
    subject: message.subject,
    html: message.html,
    text: message.text,
    ...(replyTo === undefined ? {} : { replyTo }),
    headers: ownHeaders(message.id),
    // Resend repeats tags in every webhook. So a receipt finds its message even if the answer with the
    // provider's id never arrived.
    tags: [
      { name: 'message_id', value: tagValue(message.id) },
      { name: 'slug', value: tagValue(message.slug ?? '') },
    ],
  } satisfies CreateEmailOptions
}

/** Resend refuses an email if a tag has another character or more than 256 characters. */
function tagValue(value: string): string {
  return value.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 256) || 'none'
}
