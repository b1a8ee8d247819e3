import type { CreateEmailOptions } from 'resend'
import type { OutgoingMessage } from '../domain/transport.ts'

export interface ResendSender {
  /** `Acme <auth@acme.com>`. */
  readonly from: string
  readonly replyTo?: string | undefined
}

/** One email as the SDK takes it, and as it is stored. */
export type ResendEmail = ReturnType<typeof resendEmail>

/** Writes `message` the way Resend wants it. Pure: a repeat under the same key must not differ. */
export function resendEmail(message: OutgoingMessage, { from, replyTo }: ResendSender) {
  if (message.channel !== 'email') throw new TypeError(`Resend carries no ${message.channel}.`)
  return {
    from,
    to: message.to,
    subject: message.subject,
    html: message.html,
    text: message.text,
    ...(replyTo === undefined ? {} : { replyTo }),
    headers: {
      // RFC 3834: keeps vacation replies away.
      'Auto-Submitted': 'auto-generated',
      // Keeps Gmail from folding two codes into one thread.
      'X-Entity-Ref-ID': message.id,
    },
    // Resend repeats tags in every webhook: this is how a receipt finds its message even when the
    // answer with the provider's id never reached us.
    tags: [
      { name: 'message_id', value: tagValue(message.id) },
      { name: 'slug', value: tagValue(message.slug ?? '') },
    ],
  } satisfies CreateEmailOptions
}

/** Resend refuses the whole email for one other character or more than 256 of them. */
function tagValue(value: string): string {
  return value.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 256) || 'none'
}
