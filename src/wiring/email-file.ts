import type { Config } from '../config/config.ts'
import type { WriteEmailFile } from '../ops/outbox/email-file.ts'
import { openComposer } from '../transports/mime-email.ts'
import { smtpEmail } from '../transports/smtp-email.ts'

// A file must name a sender, also where none is set. No mail server accepts this one.
const NO_SENDER = 'Bellhop <nobody@bellhop.invalid>'

/** Writes captured emails as files, with the code of the SMTP transport. */
export function createEmailFiles({ email }: Config): WriteEmailFile {
  const own = { from: email.from ?? NO_SENDER, replyTo: email.replyTo }
  return async (message, at) => {
    const compose = await openComposer()
    return compose(smtpEmail(message, own, at))
  }
}
