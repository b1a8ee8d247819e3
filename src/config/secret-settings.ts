import { z } from 'zod'
import { parseSigningSecret } from '../clerk/signing-secrets.ts'
import { entriesOf } from './list-settings.ts'

export const CLERK_SECRET_HELP =
  'Copy it from the Clerk Dashboard: Webhooks > your endpoint > Signing Secret. It begins with whsec_ and may be bound to an instance: whsec_…@ins_…'
const RESEND_SECRET_HELP =
  'Copy it from Resend: Webhooks > your endpoint > Signing Secret. It begins with whsec_'
export const ALERT_SECRET_HELP =
  'Make one with: echo whsec_$(openssl rand -base64 24), and give it to the receiver'

const SIGNING_SECRET = /^(?:whsec_)?[A-Za-z0-9+/]+={0,2}$/
// Svix makes secrets of 24 bytes or more.
const FEWEST_SECRET_BYTES = 24

/** Whether the text is a complete signing secret, as Svix makes them. */
export function isSigningSecret(secret: string): boolean {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length
  return SIGNING_SECRET.test(secret) && bytes >= FEWEST_SECRET_BYTES
}

// May be bound to instances: whsec_…@ins_a+ins_b
function isClerkSecret(entry: string): boolean {
  return (
    /^[^@]+(?:@ins_\w+(?:\+ins_\w+)*)?$/.test(entry) &&
    isSigningSecret(parseSigningSecret(entry).secret)
  )
}

// A line break inside a secret would cut it into two entries of the list.
const inOneLine = z.string().regex(/^[^\r\n]*$/, 'must be in one line, but contains a line break')

const signingSecrets = (help: string, isSecret: (entry: string) => boolean) =>
  inOneLine
    .transform(entriesOf)
    .pipe(
      z
        .array(z.string().refine(isSecret, `is not a complete signing secret. ${help}`))
        .min(1, `is empty. ${help}`),
    )

export const clerkSigningSecrets = signingSecrets(CLERK_SECRET_HELP, isClerkSecret)
export const resendSigningSecrets = signingSecrets(RESEND_SECRET_HELP, isSigningSecret)
export const alertSigningSecrets = signingSecrets(ALERT_SECRET_HELP, isSigningSecret)

/** A secret of any form: printable ASCII without spaces. */
export const secret = z
  .string()
  .regex(
    /^[\x21-\x7e]+$/,
    'must be one word, but contains a space, a line break or another character that is not allowed',
  )

/** A secret that the operator makes up. */
export const token = secret
  .min(16, 'must have at least 16 characters. Make one with: openssl rand -hex 24')
  .refine(
    (value) => new Set(value).size > 3,
    'is too easy to guess. Make one with: openssl rand -hex 24',
  )

/** Keys of AES-256: the first one encrypts, all of them decrypt. */
export const encryptionKeys = inOneLine
  .transform(entriesOf)
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (key) => Buffer.from(key, 'base64').length === 32,
          'must be 32 bytes in base64. Make them with: openssl rand -base64 32',
        ),
    ),
  )
