import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { parseSigningSecrets } from './signing-secrets.ts'
import { withoutUnstorable } from './storable-json.ts'

/** What the signature check made of a request. */
export type Verified =
  | {
      readonly kind: 'verified'
      readonly svixId: string
      /** When this attempt was signed, to the second. */
      readonly signedAt: Date
      readonly body: unknown
      /** Which of the secrets has signed it, and the instances that it is bound to, if any. */
      readonly secret: { readonly index: number; readonly instances: readonly string[] }
    }
  /** For the log only: whoever sent it is told the same of each fault. */
  | { readonly kind: 'forged'; readonly fault: SignatureFault }
  /** Correctly signed, but the body is not JSON. */
  | { readonly kind: 'not-json' }

/** Why a signature was refused. */
export type SignatureFault =
  | { readonly reason: 'header_missing'; readonly headers: readonly string[] }
  | { readonly reason: 'time_unreadable' }
  /** `seconds` behind our clock; less than zero where it is ahead of it. */
  | { readonly reason: 'time_off'; readonly seconds: number }
  | { readonly reason: 'no_secret_matches'; readonly secrets: number }

/** How far the time of a signature may be from ours, in seconds, either way. Svix's own. */
const TOLERANCE_S = 5 * 60

/** All of them are needed. */
export const SIGNATURE_HEADERS = ['svix-id', 'svix-timestamp', 'svix-signature']

export type VerifyClerkWebhook = (
  headers: Pick<Headers, 'get'>,
  rawBody: string,
  now?: Date,
) => Verified

/**
 * Checks webhook requests against every secret: a rotation or a second endpoint needs more than one.
 *
 * Svix signs `id.timestamp.body` with HMAC-SHA256 under the base64 part of the secret, and sends one
 * or more `v1,<base64>` (https://docs.svix.com/receiving/verifying-payloads/how-manual). The check is
 * written out here because the libraries compute SHA-256 in JavaScript: 0.1 to 0.16 ms for an event
 * of Clerk's, ten times what Node's own takes, on the one path where every event passes. The test
 * holds it against `svix` and `@clerk/backend`.
 */
export function createVerifyClerkWebhook(entries: readonly string[]): VerifyClerkWebhook {
  const secrets = parseSigningSecrets(entries)
  const keys = secrets.map(({ secret }) =>
    createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')),
  )
  return (headers, rawBody, now = new Date()) => {
    const svixId = headers.get('svix-id')?.trim() ?? ''
    const time = headers.get('svix-timestamp')?.trim() ?? ''
    const signatures = headers.get('svix-signature')?.trim() ?? ''
    const forged = (fault: SignatureFault) => ({ kind: 'forged', fault }) as const
    if (svixId === '' || time === '' || signatures === '') {
      return forged({
        reason: 'header_missing',
        headers: SIGNATURE_HEADERS.filter((name) => !headers.get(name)?.trim()),
      })
    }
    const timestamp = Number.parseInt(time, 10)
    const age = Math.floor(now.getTime() / 1000) - timestamp
    if (!Number.isFinite(age)) return forged({ reason: 'time_unreadable' })
    if (Math.abs(age) > TOLERANCE_S) return forged({ reason: 'time_off', seconds: age })
    const signed = `${svixId}.${timestamp}.${rawBody}`
    const index = keys.findIndex((key) => isSigned(signed, signatures, key))
    if (index < 0) {
      return forged({ reason: 'no_secret_matches', secrets: keys.length })
    }
    try {
      const body: unknown = JSON.parse(withoutUnstorable(rawBody))
      const secret = { index, instances: secrets[index]?.instances ?? [] }
      return { kind: 'verified', svixId, signedAt: new Date(timestamp * 1000), body, secret }
    } catch {
      return { kind: 'not-json' }
    }
  }
}

function isSigned(signed: string, signatures: string, key: KeyObject): boolean {
  const expected = createHmac('sha256', key).update(signed).digest('base64')
  return signatures.split(' ').some((entry) => {
    const [version, signature = ''] = entry.split(',')
    return version === 'v1' && isSame(signature, expected)
  })
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
