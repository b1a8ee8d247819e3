/** The two ways a message can travel. */
export type Channel = 'email' | 'sms'

/** What a message is for. Decides its priority (`priority.ts`) and how long it lives (`expiry.ts`). */
export type MessageKind = 'code' | 'link' | 'invitation' | 'notice' | 'welcome'

/** Where a message is in its life. `docs/design.md` describes the states. */
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

/** The statuses that a message may begin with. */
export const FIRST_STATUSES = ['queued', 'skipped', 'expired'] as const satisfies MessageStatus[]

/** The statuses that a provider reports: it has accepted the message. */
export const WITH_PROVIDER = [
  'sent',
  'delivered',
  'bounced',
  'undelivered',
  'complained',
] as const satisfies MessageStatus[]

/** The message has reached its reader. */
export const ARRIVED = ['delivered', 'complained'] as const satisfies MessageStatus[]

/** The provider accepted the message, but could not deliver it. */
export const NOT_DELIVERED = ['bounced', 'undelivered'] as const satisfies MessageStatus[]

/** A request was stored for the message, and its outcome is not known yet. */
export const UNANSWERED = ['sending', 'unknown'] as const satisfies MessageStatus[]

/** No provider has accepted the message yet. */
export const NOT_YET_SENT = ['queued', 'sending'] as const satisfies MessageStatus[]

/** The message ended, and no provider accepted it. */
export const NEVER_SENT = [
  'failed',
  'expired',
  'superseded',
  'skipped',
] as const satisfies MessageStatus[]

/** A person may send the message again. */
export const MAY_BE_SENT_AGAIN = ['failed', 'unknown'] as const satisfies MessageStatus[]

/**
 * The statuses that may follow each status. Tests hold every statement and the states in
 * `docs/design.md` against it.
 */
export const TRANSITIONS: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  queued: ['sending', ...NEVER_SENT],
  sending: ['queued', 'failed', 'unknown', 'expired', 'skipped', ...WITH_PROVIDER],
  unknown: ['queued', 'skipped', ...WITH_PROVIDER],
  sent: ['delivered', 'bounced', 'undelivered', 'complained'],
  undelivered: ['delivered', 'bounced', 'complained'],
  // A hard bounce is final, but an email may still arrive after a soft one.
  bounced: ['delivered', 'complained'],
  // A mail server may accept an email and return it later.
  delivered: ['bounced', 'complained'],
  complained: [],
  failed: [],
  expired: [],
  superseded: [],
  skipped: [],
}

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
