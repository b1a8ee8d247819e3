/** How a message is sent. */
export type Channel = 'email' | 'sms'

/** The purpose of a message. It decides the priority (`priority.ts`) and the lifetime (`expiry.ts`). */
export type MessageKind = 'code' | 'link' | 'invitation' | 'notice' | 'welcome'

/** The statuses of a message. `docs/design.md` describes them. */
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
 * The statuses that may follow each status. Tests compare every statement and the states in
 * `docs/design.md` with it.
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
  // A message that a limit held back is queued again when there is room.
  skipped: ['queued'],
}

/** The fields of a message that may appear in metrics and logs: nothing about people or contents. */
export interface MessageSummary {
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly createdAt: Date
}

/** Why a message is stored but not sent. */
export const SKIP_REASONS = [
  'delivered_by_clerk',
  'example',
  'test_recipient',
  'suppressed',
  'no_recipient',
  'disabled',
  'erased',
  'imported',
  // Its number is in a country that the settings do not name.
  'country',
  // Its recipient or the range of its number got too many: `sending-limits.ts`.
  'too_many',
  // The segments of the day are used up.
  'budget',
] as const

export type SkipReason = (typeof SKIP_REASONS)[number]

/** Reasons of messages that a limit held back. They keep their content until they expire. */
export const HELD_BACK = ['too_many', 'budget'] as const satisfies SkipReason[]

/** Reasons that protect from abuse. The message has a `detail` then, except for `budget`. */
export const LIMITED = [...HELD_BACK, 'country', 'no_recipient'] as const satisfies SkipReason[]

/** Whether a limit held the message back, so that a person may still send it. */
export function isHeldBack(message: {
  readonly status: MessageStatus
  readonly reason: string | null
}): boolean {
  return message.status === 'skipped' && HELD_BACK.some((reason) => reason === message.reason)
}

/** Whether a person may send the message again, by its status. */
export function mayBeSentAgain(message: Parameters<typeof isHeldBack>[0]): boolean {
  return MAY_BE_SENT_AGAIN.some((status) => status === message.status) || isHeldBack(message)
}

/**
 * Everything that is needed to write the message, so it contains every secret of the message. It is deleted
 * from the row when the message is finished.
 */
export interface MessageContent {
  /** Clerk's template variables (`data.data`), plus those that Bellhop adds (`otp_code` read from an SMS text). */
  readonly variables: Readonly<Record<string, unknown>>
  /** Clerk's own text, used if our template cannot be. SMS have only `text`. */
  readonly clerk: {
    readonly subject?: string
    /** Clerk's `from_email_name`: what stands before the @ of the sender. */
    readonly fromName?: string
    readonly html?: string
    readonly text?: string
  }
}
