import type { Channel } from './message.ts'
import type { Receipt } from './receipt.ts'

interface Outgoing {
  /** Our message id, echoed by the provider in its receipts. */
  readonly id: string
  readonly slug: string | null
  /** Exactly one address or E.164 number. */
  readonly to: string
  readonly expiresAt: Date
  /** The one-time code and the link in the message, kept apart for the outbox only. */
  readonly code?: string
  readonly link?: string
}

export interface OutgoingEmail extends Outgoing {
  readonly channel: 'email'
  readonly subject: string
  readonly html: string
  readonly text: string
}

export interface OutgoingSms extends Outgoing {
  readonly channel: 'sms'
  readonly body: string
}

export type OutgoingMessage = OutgoingEmail | OutgoingSms

/**
 * What became of one message of a request.
 *
 * - `accepted`: the provider has it. `providerMessageId` is null when it told us so without an id.
 * - `refused`: never to be sent as it is; trying again would not help.
 * - `deferred`: certainly not processed; may be tried again, not before `retryAfterMs` where given.
 *   With `stops`, the fault is not the message's: nothing will get through until it is mended. With
 *   `if_others_too` it may be the recipient's: only when another recipient is refused as well, and
 *   nobody gets through between them, is it ours.
 * - `unknown`: asked, and no usable answer; it may have been sent.
 *
 * `code` is the provider's own name for the error, `detail` its sentence. Neither holds an address, a
 * code or a link (`provider-sentence.ts`).
 */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerMessageId: string | null }
  | { readonly kind: 'refused'; readonly code: string; readonly detail?: string }
  | {
      readonly kind: 'deferred'
      readonly code: string
      readonly detail?: string
      readonly retryAfterMs?: number
      readonly stops?: 'configuration' | 'quota' | 'if_others_too'
    }
  | { readonly kind: 'unknown'; readonly code: string; readonly detail?: string }

/** The exact request, as it is stored before it is made. JSON-serialisable. */
export type RequestBody = unknown

/** The one port to the outside: hands messages to a provider. */
export interface Transport {
  readonly channel: Channel
  /** Name in the ledger: `resend`, `twilio`, `capture`. */
  readonly provider: string
  /** True where a repeated request under the same key is answered without sending again. */
  readonly idempotent: boolean
  /** Most messages in one request. */
  readonly batchSize: number
  /** Builds the request for messages in this order. Pure: the same input gives the same body. */
  prepare(messages: readonly OutgoingMessage[], now: Date): RequestBody
  /**
   * Makes one request and answers with one outcome per message, in the order of `prepare`.
   * Never throws for what the provider or the network does; keeps its own deadline.
   */
  send(
    body: RequestBody,
    options: { readonly idempotencyKey: string; readonly signal?: AbortSignal },
  ): Promise<readonly SendOutcome[]>
  /**
   * For providers that do not dedupe: looks for a message that an unanswered request of `since` may
   * have made.
   */
  find?(body: RequestBody, since: Date): Promise<Found>
  /** Asks what became of a message that the provider took, by the provider's id. Never throws. */
  lookUp?(providerMessageId: string): Promise<LookUp>
}

export type LookUp =
  | ({ readonly kind: 'found' } & Pick<Receipt, 'status' | 'detail' | 'suppress'>)
  /** The key may send and no more. */
  | { readonly kind: 'denied' }
  /** No usable answer; worth asking again later. */
  | { readonly kind: 'unclear' }

export type Found =
  /** Ids of the messages that it may be: the same text to the same number, since then. */
  | { readonly kind: 'found'; readonly providerMessageIds: readonly string[] }
  | { readonly kind: 'absent' }
  /** The provider could not be asked; nothing is known. */
  | { readonly kind: 'unclear' }
