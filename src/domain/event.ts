import type { Channel, MessageContent, MessageKind } from './message.ts'

interface Envelope {
  /** Clerk's event type, for example `email.created`. */
  readonly type: string
  readonly instanceId: string
  /** When it happened at Clerk; the delivery may be hours later. */
  readonly occurredAt: Date
}

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

/** A verified event that Bellhop subscribes to. */
export type ClerkEvent = MessageEvent | UserSavedEvent | UserDeletedEvent

/** What a verified body turned out to be. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: ClerkEvent }
  /** Signed, but of a type that Bellhop does not subscribe to. */
  | { readonly kind: 'ignored'; readonly type: string }
  /** Of a type that we subscribe to, but not readable. `problems` name fields, never values. */
  | {
      readonly kind: 'unreadable'
      readonly type: string | null
      readonly problems: readonly string[]
    }
