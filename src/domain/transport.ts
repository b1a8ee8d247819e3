import type { Sender } from './instance-settings.ts'
import type { Channel } from './message.ts'
import type { Receipt } from './receipt.ts'

interface Outgoing {
  /** Our message id. The provider repeats it in its receipts. */
  readonly id: string
  readonly slug: string | null
  /** Exactly one address or E.164 number. */
  readonly to: string
  readonly expiresAt: Date
  /** The one-time code and the link in the message, for the outbox only. */
  readonly code?: string
  readonly link?: string
}

export interface OutgoingEmail extends Outgoing {
  readonly channel: 'email'
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly sender?: Sender
}

export interface OutgoingSms extends Outgoing {
  readonly channel: 'sms'
  readonly body: string
}

export type OutgoingMessage = OutgoingEmail | OutgoingSms

/**
 * The result of a request for one of its messages.
 *
 * - `accepted`: the provider has accepted it. `providerMessageId` is null if the answer contained no id.
 * - `refused`: the message can never be sent as it is. Another try would not help.
 * - `deferred`: certainly not processed. It may be tried again, but not before `retryAfterMs` if given.
 *   With `stops`, the message is not the cause: no message is accepted until the cause is removed. With
 *   `if_others_too` the recipient may be the cause. Only if another recipient is refused too, and no
 *   message is accepted in between, are our settings the cause.
 * - `unknown`: the request was made and got no usable answer. The message may have been sent.
 *
 * `code` is the provider's name for the error, and `detail` is its sentence. Neither contains an
 * address, a code or a link (`provider-sentence.ts`).
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

export interface SendOptions {
  readonly idempotencyKey: string
  readonly signal?: AbortSignal
  /**
   * Asked when there is a connection, just before the first byte. If it is false, nothing is sent: the process was
   * frozen meanwhile, and another one may have the message. Default: always.
   */
  readonly mayBegin?: () => boolean
}

/** Sends messages through one provider. */
export interface Transport {
  readonly channel: Channel
  /** Its name in the ledger: `resend`, `smtp`, `twilio` or `capture`. */
  readonly provider: string
  /** True if the provider answers a repeated request with the same key without sending again. */
  readonly idempotent: boolean
  /** The most messages in one request. */
  readonly batchSize: number
  /** Builds the request for messages in this order. Pure: the same input gives the same body. */
  prepare(messages: readonly OutgoingMessage[], now: Date): RequestBody
  /**
   * Makes one request and returns one outcome for each message, in the order of `prepare`. Never throws
   * because of the provider or the network. It has its own time limit.
   */
  send(body: RequestBody, options: SendOptions): Promise<readonly SendOutcome[]>
  /**
   * For providers without idempotency keys: looks for the messages that an unanswered request, made at
   * `since`, may have created.
   */
  find?(body: RequestBody, since: Date): Promise<Found>
  /** Reads the status of a message that the provider has accepted, by the provider's id. Never throws. */
  lookUp?(providerMessageId: string): Promise<LookUp>
  /** Closes open connections. Nothing is sent after that. */
  close?(): Promise<void>
}

export type LookUp =
  | ({ readonly kind: 'found' } & Pick<Receipt, 'status' | 'detail' | 'suppress'>)
  /** The API key may only send. */
  | { readonly kind: 'denied' }
  /** There was no usable answer. A later request may get one. */
  | { readonly kind: 'unclear' }

export type Found =
  /** The ids of the messages with the same text to the same number since then. */
  | { readonly kind: 'found'; readonly providerMessageIds: readonly string[] }
  | { readonly kind: 'absent' }
  /** There was no usable answer, so nothing is known. */
  | { readonly kind: 'unclear' }
