/** The two ways a message can travel. */
export type Channel = 'email' | 'sms'

/** What a message is for. Decides its priority (`priority.ts`) and how long it lives (`expiry.ts`). */
export type MessageKind = 'code' | 'link' | 'invitation' | 'notice' | 'welcome'

/**
 * Where a message is in its life.
 *
 * ```
 * queued -> sending -> sent -> delivered | bounced | undelivered | complained
 *    ^         |-> queued        deferred: certainly not processed, tried again later
 *    |         |-> failed        refused for good, or nothing to send
 *    |         |-> unknown       asked, no answer, provider cannot dedupe
 *    |-> expired | superseded | skipped(reason)
 * ```
 */
export const MESSAGE_STATUSES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'undelivered',
  'complained',
  'failed',
  'unknown',
  'expired',
  'superseded',
  'skipped',
] as const

export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** What metrics and logs may know of a message: nothing about people or contents. */
export interface MessageSummary {
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly createdAt: Date
}

/** Why a message was accepted into the ledger but is not sent. */
export type SkipReason =
  | 'delivered_by_clerk'
  | 'example'
  | 'test_recipient'
  | 'suppressed'
  | 'no_recipient'
  | 'disabled'
  | 'erased'
  | 'imported'

/**
 * All that is needed to write the message, and therefore all that is secret about it: the row loses
 * it when the message is finished.
 */
export interface MessageContent {
  /** Clerk's template variables (`data.data`), plus those that Bellhop adds (`otp_code` read from an SMS text). */
  readonly variables: Readonly<Record<string, unknown>>
  /** Clerk's own rendering, sent when ours cannot be. SMS use `text` only. */
  readonly clerk: {
    readonly subject?: string
    readonly html?: string
    readonly text?: string
  }
}
