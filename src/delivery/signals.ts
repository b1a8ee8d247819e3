import type { Channel, MessageStatus, MessageSummary, SkipReason } from '../domain/message.ts'
import type { SendOutcome } from '../domain/transport.ts'

/** A message reached another status. */
export interface Move extends MessageSummary {
  readonly status: MessageStatus
  /** When it reached this status. */
  readonly at: Date
  /** Why it was skipped. */
  readonly reason?: SkipReason
  readonly detail?: string | null
}

/** One request that is about to be made to a provider. */
export interface ProviderRequest {
  readonly provider: string
  readonly channel: Channel
  readonly attemptId: string
  /** The same request was made before, and got no usable answer. */
  readonly repeated: boolean
  readonly messages: readonly { readonly id: string; readonly slug: string | null }[]
}

/** One line of the log about one message: never an address, a code, a link or a body. */
export interface DeliveryRecord {
  readonly messageId: string
  readonly slug?: string | null
  readonly provider: string
  /** None if no request was made. */
  readonly attemptId?: string
  readonly outcome: string
  readonly code?: string
  /** Why the template was not used. */
  readonly error?: unknown
  /** From the request to the answer, in milliseconds. */
  readonly ms?: number
}

type Send = () => Promise<readonly SendOutcome[]>

/** What the delivery reports while it works: names and times, never people or contents. */
export interface DeliverySignals {
  /** Not called for `sending`, nor for a return to the queue: those are attempts, not final states. */
  moved(move: Move): void
  /** One line for the log. */
  recorded(record: DeliveryRecord): void
  /** Wraps a request, which it makes by calling `send`. */
  around(request: ProviderRequest, send: Send): Promise<readonly SendOutcome[]>
  /** A message was sent with Clerk's own text, because there is no template for it. */
  unknownSlug(channel: Channel, slug: string): void
}

/** Reports nothing. */
export const SILENT: DeliverySignals = {
  moved() {},
  recorded() {},
  around: (_, send) => send(),
  unknownSlug() {},
}
