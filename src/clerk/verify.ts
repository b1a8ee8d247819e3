import { Webhook } from 'svix'
import {
  type HeaderFault,
  readSignatureHeaders,
  type SignatureHeaders,
} from '../domain/signature-headers.ts'
import { parseSigningSecrets } from './signing-secrets.ts'
import { withoutUnstorable } from './storable-json.ts'

/** The result of the signature check. */
export type Verified =
  | {
      readonly kind: 'verified'
      readonly svixId: string
      /** When this attempt was signed, to the second. */
      readonly signedAt: Date
      readonly body: unknown
      /** The secret that matches, and the instances that it is bound to, if any. */
      readonly secret: { readonly index: number; readonly instances: readonly string[] }
    }
  /** The fault is for the log only: the sender gets the same answer for every fault. */
  | { readonly kind: 'forged'; readonly fault: SignatureFault }
  /** The signature is right, but the body is not JSON. */
  | { readonly kind: 'not-json' }

/** Why a signature was refused. */
export type SignatureFault =
  | HeaderFault
  | { readonly reason: 'no_secret_matches'; readonly secrets: number }

export type VerifyClerkWebhook = (
  headers: Pick<Headers, 'get'>,
  rawBody: string,
  now?: Date,
) => Verified

/**
 * Checks webhook requests against every secret: a rotation or a second endpoint needs more than one.
 * The time of a signature must be right by `now` and by the clock of the machine, which Svix's library reads.
 */
export function createVerifyClerkWebhook(entries: readonly string[]): VerifyClerkWebhook {
  const secrets = parseSigningSecrets(entries).map(({ secret, instances }) => ({
    webhook: new Webhook(secret),
    instances,
  }))
  return (headers, rawBody, now = new Date()) => {
    const read = readSignatureHeaders(headers, now)
    if ('reason' in read) return { kind: 'forged', fault: read }
    const index = secrets.findIndex(({ webhook }) => isSigned(webhook, rawBody, read))
    const instances = secrets[index]?.instances
    if (!instances) {
      return { kind: 'forged', fault: { reason: 'no_secret_matches', secrets: secrets.length } }
    }
    try {
      const body: unknown = JSON.parse(withoutUnstorable(rawBody))
      const signedAt = new Date(read.timestamp * 1000)
      return { kind: 'verified', svixId: read.id, signedAt, body, secret: { index, instances } }
    } catch {
      return { kind: 'not-json' }
    }
  }
}

function isSigned(
  webhook: Webhook,
  rawBody: string,
  { id, timestamp, signatures }: SignatureHeaders,
): boolean {
  try {
    webhook.verify(rawBody, {
      'svix-id': id,
      'svix-timestamp': String(timestamp),
      'svix-signature': signatures,
    })
    return true
  } catch {
    return false
  }
}
