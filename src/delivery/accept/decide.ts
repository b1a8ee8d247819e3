import type { ClerkEvent, MessageEvent, UserSavedEvent } from '../../domain/event.ts'
import { expiresAt, type LifetimeOverrides } from '../../domain/expiry.ts'
import { dedupeKey, welcomeDedupeKey } from '../../domain/keys.ts'
import type { Channel, MessageStatus, SkipReason } from '../../domain/message.ts'
import { priorityOf } from '../../domain/priority.ts'
import { isTestRecipient, parseRecipient } from '../../domain/recipient.ts'
import type { Acceptance, NewMessage } from '../../store/message/accept.ts'
import { UNVERIFIED } from '../../store/message/welcomes.ts'
import type { UserKey, UserProfile } from '../../store/users.ts'

/** What the operator decided about incoming events. */
export interface AcceptancePolicy {
  readonly welcomeEmail: boolean
  readonly lifetimes: LifetimeOverrides
  /** Where Dashboard examples go; without one they are not sent, unless the channel is captured. */
  readonly testRecipients: Readonly<Partial<Record<Channel, string>>>
  readonly captured: Readonly<Record<Channel, boolean>>
  /** Whom a captured example is addressed to when it names nobody. */
  readonly exampleEmailAddress: string
}

/** One webhook, as it was received. */
export interface Received {
  readonly endpoint: string
  readonly svixId: string
  readonly receivedAt: Date
  readonly event: ClerkEvent
}

/** All that one event asks to be stored. */
export interface Decision {
  readonly acceptance: Acceptance
  readonly savedUser: UserProfile | null
  readonly deletedUser: UserKey | null
}

/** Decides what becomes of an event. Pure: ids come in as a parameter. */
export function decide(
  received: Received,
  policy: AcceptancePolicy,
  newId: () => string,
): Decision {
  const { event } = received
  // A clock that runs ahead of ours must not give a code a longer life.
  const occurredAt = new Date(Math.min(event.occurredAt.getTime(), received.receivedAt.getTime()))
  const draft = draftOf(event, received, policy)
  const message = draft && complete(draft, received, occurredAt, policy, newId())
  return {
    acceptance: {
      event: {
        id: newId(),
        endpoint: received.endpoint,
        svixId: received.svixId,
        type: event.type,
        instanceId: event.instanceId,
        userId: userIdOf(event),
        occurredAt,
        receivedAt: received.receivedAt,
        ...(message ? fateOf(message) : fateWithout(event)),
      },
      message,
    },
    savedUser: event.kind === 'user-saved' && !event.example ? profileOf(event, occurredAt) : null,
    deletedUser:
      event.kind === 'user-deleted' && !event.example
        ? { id: event.userId, instanceId: event.instanceId }
        : null,
  }
}

function profileOf({ user, instanceId }: UserSavedEvent, updatedAt: Date): UserProfile {
  const { locales, emailAddress, phoneNumber, ...rest } = user
  return {
    ...rest,
    emailAddress: parseRecipient('email', emailAddress) ?? emailAddress,
    phoneNumber: parseRecipient('sms', phoneNumber) ?? phoneNumber,
    // One column for all of them, most wanted first; no tag has a comma in it.
    locale: locales.join(',') || null,
    instanceId,
    updatedAt,
  }
}

type Draft = Pick<MessageEvent, 'channel' | 'slug' | 'messageKind' | 'recipient' | 'content'> & {
  readonly dedupeKey: string
  readonly event: MessageEvent | UserSavedEvent
  readonly deliveredByClerk: boolean
  readonly disabled: boolean
  /** The account is older than the event that tells of it. */
  readonly imported: boolean
  /** Waits until its address is verified. */
  readonly unverified: boolean
}

function draftOf(event: ClerkEvent, { svixId }: Received, policy: AcceptancePolicy): Draft | null {
  switch (event.kind) {
    case 'message':
      return {
        ...event,
        event,
        // The ids of an example never change, but each press of the button is meant.
        dedupeKey: event.example
          ? `example:${svixId}`
          : dedupeKey(event.instanceId, event.sourceId),
        disabled: false,
        imported: false,
        unverified: false,
      }
    case 'user-saved':
      if (!event.created) return null
      return {
        event,
        channel: 'email',
        slug: 'welcome',
        messageKind: 'welcome',
        recipient: event.user.emailAddress,
        content: event.content,
        dedupeKey: event.example
          ? `example:${svixId}`
          : welcomeDedupeKey(event.instanceId, event.user.id),
        deliveredByClerk: false,
        disabled: !policy.welcomeEmail,
        imported: isImported(event, policy),
        unverified: !event.example && !event.user.emailVerified,
      }
    case 'user-deleted':
    case 'undelivered':
      return null
  }
}

function complete(
  draft: Draft,
  { receivedAt }: Received,
  eventTime: Date,
  policy: AcceptancePolicy,
  id: string,
): NewMessage {
  const { event, channel } = draft
  // Examples carry a time stamp of years ago; the press of the button is what happened.
  const occurredAt = event.example ? receivedAt : eventTime
  const recipient = event.example
    ? exampleRecipient(draft, policy)
    : parseRecipient(channel, draft.recipient)
  const dies = expiresAt(
    { ...event, kind: draft.messageKind, slug: draft.slug, occurredAt },
    policy.lifetimes,
  )
  const skipped = skipReason(draft, recipient)
  const status: MessageStatus = skipped ? 'skipped' : dies <= receivedAt ? 'expired' : 'queued'
  const waits = status === 'queued' && draft.unverified
  return {
    id,
    channel,
    slug: draft.slug,
    kind: draft.messageKind,
    instanceId: event.instanceId,
    userId: event.example ? null : userIdOf(event),
    dedupeKey: draft.dedupeKey,
    recipient,
    example: event.example,
    status,
    reason: skipped ?? (waits ? UNVERIFIED : null),
    priority: priorityOf(draft.messageKind),
    occurredAt,
    createdAt: receivedAt,
    expiresAt: dies,
    dueAt: waits ? dies : receivedAt,
    content: status === 'queued' ? draft.content : null,
  }
}

// Nobody wants to be welcomed years after signing up, because the app has moved to Clerk.
function isImported(event: UserSavedEvent, { lifetimes }: AcceptancePolicy): boolean {
  const { accountCreatedAt, occurredAt, example } = event
  if (!accountCreatedAt || example) return false
  const welcome = { kind: 'welcome', slug: 'welcome', occurredAt: accountCreatedAt } as const
  return expiresAt(welcome, lifetimes) <= occurredAt
}

function exampleRecipient({ channel, recipient }: Draft, policy: AcceptancePolicy): string | null {
  const chosen = policy.testRecipients[channel]
  if (chosen) return parseRecipient(channel, chosen)
  if (!policy.captured[channel]) return null
  return (
    parseRecipient(channel, recipient) ?? (channel === 'email' ? policy.exampleEmailAddress : null)
  )
}

function skipReason(draft: Draft, recipient: string | null): SkipReason | null {
  if (draft.event.example) return recipient ? null : 'example'
  if (draft.deliveredByClerk) return 'delivered_by_clerk'
  if (draft.disabled) return 'disabled'
  if (draft.imported) return 'imported'
  if (!recipient) return 'no_recipient'
  // Clerk itself sends links to test addresses, but neither codes nor SMS. The welcome is ours.
  const muted = draft.channel === 'sms' || ['code', 'welcome'].includes(draft.messageKind)
  return muted && isTestRecipient(draft.channel, recipient) ? 'test_recipient' : null
}

type Fate = Pick<Acceptance['event'], 'outcome' | 'reason'>

function fateOf({ status, reason }: NewMessage): Fate {
  return { outcome: status === 'queued' ? 'accepted' : status, reason }
}

/** Of an event that brings no message. */
function fateWithout({ kind, example }: ClerkEvent): Fate {
  if (kind === 'undelivered') return { outcome: 'ignored', reason: 'unknown_type' }
  return example ? { outcome: 'skipped', reason: 'example' } : { outcome: 'synced', reason: null }
}

function userIdOf(event: ClerkEvent): string | null {
  switch (event.kind) {
    case 'message':
    case 'user-deleted':
      return event.userId
    case 'user-saved':
      return event.user.id
    case 'undelivered':
      return null
  }
}
