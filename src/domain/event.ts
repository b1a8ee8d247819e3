import type { Channel, MessageContent, MessageKind } from './message.ts'

interface Envelope {
  /** Clerk's event type, for example `email.created`. */
  readonly type: string
  readonly instanceId: string
  /** When it happened at Clerk. The webhook may arrive hours later. */
  readonly occurredAt: Date
  /** The fields that Clerk left out, so that their value had to be assumed. */
  readonly assumed?: readonly AssumedField[]
}

/** Without `timestamp` the time of the signature is used, without `delivered_by_clerk` true. */
export type AssumedField = 'timestamp' | 'delivered_by_clerk'

/** A message of Clerk, before anything is decided about it. */
export interface MessageEvent extends Envelope {
  readonly kind: 'message'
  readonly channel: Channel
  /** Clerk's id of the email or SMS. */
  readonly sourceId: string
  readonly slug: string | null
  readonly messageKind: MessageKind
  readonly userId: string | null
  /** As Clerk wrote it. It may be missing or not valid. */
  readonly recipient: string | null
  readonly deliveredByClerk: boolean
  /** The Dashboard's "Send Example". */
  readonly example: boolean
  readonly ttlMinutes?: number
  readonly expiresInDays?: number
  readonly content: MessageContent
}

/** A user was created or changed. */
export interface UserSavedEvent extends Envelope {
  readonly kind: 'user-saved'
  readonly created: boolean
  readonly example: boolean
  /** When the account was created. If it was imported, that is long before the event. */
  readonly accountCreatedAt: Date | null
  readonly user: {
    readonly id: string
    /** The languages (BCP 47) that Clerk knows for the user, most wanted first. */
    readonly locales: readonly string[]
    readonly firstName: string | null
    readonly emailAddress: string | null
    /** Whether Clerk has verified the address. */
    readonly emailVerified: boolean
    readonly phoneNumber: string | null
  }
  /** The content of the welcome email. */
  readonly content: MessageContent
}

export interface UserDeletedEvent extends Envelope {
  readonly kind: 'user-deleted'
  readonly example: boolean
  readonly userId: string
}

/** An event of an unknown type that Clerk leaves to us to deliver: a person waits for its message. */
export interface UndeliveredEvent extends Envelope {
  readonly kind: 'undelivered'
  readonly example: false
}

/** A verified event that is to be stored. */
export type ClerkEvent = MessageEvent | UserSavedEvent | UserDeletedEvent | UndeliveredEvent

/** The result of reading a verified body. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: ClerkEvent }
  /** Of a type that Bellhop does not use, or without an id that it needs. */
  | { readonly kind: 'ignored'; readonly type: string; readonly reason?: 'no_id' }
  /** Of a type that Bellhop uses, but not readable. `problems` name fields, never values. */
  | {
      readonly kind: 'unreadable'
      readonly type: string | null
      readonly problems: readonly string[]
    }
