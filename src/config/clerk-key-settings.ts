import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { secret } from './secret-settings.ts'

export const clerkPublishableKey = z
  .string()
  .regex(/^pk_(?:test|live)_/, 'must begin with pk_test_ or pk_live_')
  .refine(namesFrontendApi, 'is cut off or mistyped. Copy it from the Clerk Dashboard > API keys')

export const clerkSecretKey = secret.regex(
  /^sk_(?:test|live)_/,
  'must begin with sk_test_ or sk_live_',
)

export const clerkJwtKey = z
  .string()
  // Many env files hold a PEM key in one line, with \n for its line breaks.
  .transform((key) => key.replaceAll('\\n', '\n'))
  .refine(
    isRsaKey,
    'must be the public key in PEM form, with its BEGIN and END lines. Copy it from the Clerk Dashboard > API keys > JWKS Public Key',
  )

/** A publishable key ends in the base64 of the host of Clerk's Frontend API and a `$`. */
function namesFrontendApi(key: string): boolean {
  const host = Buffer.from(key.split('_')[2] ?? '', 'base64').toString()
  return /^[\w.-]+\.[a-z]+\$$/.test(host)
}

function isRsaKey(pem: string): boolean {
  try {
    // Clerk's library supports no other kind of key.
    return createPublicKey(pem).asymmetricKeyDetails?.modulusLength === 2048
  } catch {
    return false
  }
}
