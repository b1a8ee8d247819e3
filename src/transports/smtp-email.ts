import { domainOf } from '../domain/recipient.ts'
import type { OutgoingMessage } from '../domain/transport.ts'
import { type EmailSender, ownHeaders } from './email-headers.ts'

interface Mailbox {
  readonly name: string
  readonly address: string
}

/** One email in the form of Nodemailer, in which it is also stored. */
export type SmtpEmail = ReturnType<typeof smtpEmail>

/**
 * The message in the form of Nodemailer. Its `Message-ID` comes from our id, so that all attempts have the
 * same one, and a mail server or a reader that gets two can recognise them.
 */
export function smtpEmail(message: OutgoingMessage, own: EmailSender, now: Date) {
  if (message.channel !== 'email') throw new TypeError(`SMTP cannot send ${message.channel}.`)
  const { replyTo = own.replyTo, bcc } = message.sender ?? {}
  const from = mailboxOf(message.sender?.from ?? own.from)
  return {
    from,
    to: { name: '', address: message.to },
    ...(replyTo === undefined ? {} : { replyTo: mailboxOf(replyTo) }),
    ...(bcc === undefined ? {} : { bcc: mailboxOf(bcc) }),
    subject: message.subject,
    html: message.html,
    text: message.text,
    messageId: `<${message.id}@${domainOf(from.address)}>`,
    // The attempt's time, and not that of the connection, which may have to wait.
    date: now.toISOString(),
    // The strings between the parts are made from it, and must not be random.
    baseBoundary: message.id,
    headers: ownHeaders(message.id),
  }
}

/** `Acme <auth@acme.com>` or `auth@acme.com`, as `sender-settings.ts` has checked it. */
export function mailboxOf(sender: string): Mailbox {
  const [, name = '', address = sender] = /^([^<]*)<([^>]*)>$/.exec(sender.trim()) ?? []
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address: address.trim() }
}
