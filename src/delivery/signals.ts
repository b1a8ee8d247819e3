import type { Channel, MessageKind, MessageStatus } from '../domain/message.ts'
import type { SendOutcome } from '../domain/transport.ts'

/** A message came to another status. */
export interface Move {
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly status: MessageStatus
  /** When we took it in, and when it came to this. */
  readonly acceptedAt: Date
  readonly at: Date
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

type Send = () => Promise<readonly SendOutcome[]>

/** What the delivery tells of itself while it works: names and times, never people or contents. */
export interface DeliverySignals {
  /** Not told: `sending`, and a return to the queue. Both are about attempts. */
  moved(move: Move): void
  /** Stands around a request, which it makes by calling `send`. */
  around(request: ProviderRequest, send: Send): Promise<readonly SendOutcome[]>
  /** A message was sent in Clerk's words, because there is no template for it. */
  unknownSlug(channel: Channel, slug: string): void
}

/** Nobody listens. */
export const SILENT: DeliverySignals = {
  moved() {},
  around: (_, send) => send(),
  unknownSlug() {},
}
