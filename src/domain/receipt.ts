import type { Channel, WITH_PROVIDER } from './message.ts'

/** What a provider reported about a message after it had taken it. */
export interface Receipt {
  readonly provider: string
  /** What the provider carries: it can say nothing about messages of the other channel. */
  readonly channel: Channel
  /**
   * Unique per report at the provider; the same report may come many times. Null where nothing of the
   * report is to be kept: it may only move its message.
   */
  readonly eventId: string | null
  /** Our id, as the provider echoes it; null when it did not. */
  readonly messageId: string | null
  readonly providerMessageId: string | null
  readonly status: ReportedStatus
  /** When it happened, by the provider's clock; null where it does not say. */
  readonly at: Date | null
  /** The provider's name for the cause (`Permanent/General`, `30003`); never an address. */
  readonly detail: string | null
  /** Why the recipient is not to be written to any more; null for all that may pass. */
  readonly suppress: SuppressionReason | null
}

/** Why an address is suppressed: it does not exist, or its owner does not want us. */
export type SuppressionReason = 'bounce' | 'complaint'

export type ReportedStatus = (typeof WITH_PROVIDER)[number]

/** What a request to a receipt endpoint turned out to be. */
export type ReadReceipt =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** Of the reason only the log is told. */
  | {
      readonly kind: 'forged'
      readonly reason: 'header_missing' | 'time_off' | 'no_secret_matches'
    }
  /** Genuine, and of no interest. */
  | { readonly kind: 'ignored' }
