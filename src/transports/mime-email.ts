import { OPTIONAL, optional } from '../domain/optional-package.ts'
import type { SmtpEmail } from './smtp-email.ts'

/** Turns an email into the bytes of its file (RFC 5322). Without `bcc`, which no reader may see. */
export type ComposeEmail = (email: SmtpEmail) => Promise<Buffer>

/** Loads the part of Nodemailer that writes emails. */
export async function openComposer(): Promise<ComposeEmail> {
  const [{ default: Composer }, { encodeWord }] = await optional(
    OPTIONAL.smtp,
    Promise.all([import('nodemailer/lib/mail-composer'), import('nodemailer/lib/mime-funcs')]),
  )
  return ({ bcc: _, subject, headers, date, ...email }) => {
    // Nodemailer leaves ASCII as it is. A name that a user has chosen could so be decoded by mail programs
    // into text that was never cleaned.
    const isDecodable = subject.includes('=?')
    const encoded = { prepared: true, foldLines: true, value: encodeWord(subject, 'Q', 52) }
    return new Composer({
      ...email,
      // Nodemailer writes a text as it is, and an instant in the form of RFC 5322.
      date: new Date(date),
      ...(isDecodable
        ? { headers: { ...headers, Subject: encoded } }
        : { headers: { ...headers }, subject }),
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build()
  }
}
