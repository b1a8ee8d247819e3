import type { Channel, WITH_PROVIDER } from './message.ts'

/** A provider's report about a message that it has accepted. */
export interface Receipt {
  readonly provider: string
  /** The channel of the provider. Its reports never concern messages of the other channel. */
  readonly channel: Channel
  /**
   * Unique for each report of the provider; the same report may come several times. Null if the report
   * must not be stored: then it only changes the status of its message.
   */
  readonly eventId: string | null
  /** Our message id, as the provider repeats it; null if it does not. */
  readonly messageId: string | null
  readonly providerMessageId: string | null
  readonly status: ReportedStatus
  /** When it happened, by the provider's clock; null if the report does not say it. */
  readonly at: Date | null
  /** The provider's name for the cause (`Permanent/General`, `30003`); never an address. */
  readonly detail: string | null
  /** Why the recipient must get no more messages; null if the cause may be temporary. */
  readonly suppress: SuppressionReason | null
}

/** Why an address is suppressed: it does not exist, or its owner does not want our messages. */
export type SuppressionReason = 'bounce' | 'complaint'

export type ReportedStatus = (typeof WITH_PROVIDER)[number]

/** The result of reading a request to a receipt endpoint. */
export type ReadReceipt =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** Not signed correctly. The reason goes only into the log. */
  | {
      readonly kind: 'forged'
      readonly reason: 'header_missing' | 'time_off' | 'no_secret_matches'
    }
  /** Signed correctly, but not needed. */
  | { readonly kind: 'ignored' }
