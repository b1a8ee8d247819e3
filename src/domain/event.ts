import type { Channel, MessageContent, MessageKind } from './message.ts'

interface Envelope {
  /** Clerk's event type, for example `email.created`. */
  readonly type: string
  readonly instanceId: string
  /** When it happened at Clerk; the delivery may be hours later. */
  readonly occurredAt: Date
  /** What Clerk should have said and did not. */
  readonly assumed?: readonly AssumedField[]
}

/** Taken for the time of the signature; taken for true. */
export type AssumedField = 'timestamp' | 'delivered_by_clerk'

/** A message that Clerk rendered, as it came: nothing decided yet. */
export interface MessageEvent extends Envelope {
  readonly kind: 'message'
  readonly channel: Channel
  /** Clerk's id of the email or SMS. */
  readonly sourceId: string
  readonly slug: string | null
  readonly messageKind: MessageKind
  readonly userId: string | null
  /** As Clerk wrote it; may be missing or unusable. */
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
  /** When the account was made: long before the event, where it was imported. */
  readonly accountCreatedAt: Date | null
  readonly user: {
    readonly id: string
    /** All that Clerk knows of the language (BCP 47), most wanted first. */
    readonly locales: readonly string[]
    readonly firstName: string | null
    readonly emailAddress: string | null
    /** Whether anybody has shown that the address is theirs. */
    readonly emailVerified: boolean
    readonly phoneNumber: string | null
  }
  /** What the welcome email is written from. */
  readonly content: MessageContent
}

export interface UserDeletedEvent extends Envelope {
  readonly kind: 'user-deleted'
  readonly example: boolean
  readonly userId: string
}

/** Of a type that we know nothing of, and left to us to deliver: somebody waits for it. */
export interface UndeliveredEvent extends Envelope {
  readonly kind: 'undelivered'
  readonly example: false
}

/** A verified event that is to be stored. */
export type ClerkEvent = MessageEvent | UserSavedEvent | UserDeletedEvent | UndeliveredEvent

/** What a verified body turned out to be. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: ClerkEvent }
  /** Signed, but of a type that Bellhop does not subscribe to, or without what would make it of use. */
  | { readonly kind: 'ignored'; readonly type: string; readonly reason?: 'no_id' }
  /** Of a type that we subscribe to, but not readable. `problems` name fields, never values. */
  | {
      readonly kind: 'unreadable'
      readonly type: string | null
      readonly problems: readonly string[]
    }
