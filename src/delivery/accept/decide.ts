import type { ClerkEvent, UserSavedEvent } from '../../domain/event.ts'
import { parseRecipient } from '../../domain/recipient.ts'
import type { Acceptance } from '../../store/message/accept.ts'
import type { NewMessage } from '../../store/message/new-message.ts'
import type { UserProfile } from '../../store/users.ts'
import { newMessage, occurrenceOf } from './new-message.ts'
import { newWelcome } from './new-welcome.ts'
import type { AcceptancePolicy } from './policy.ts'
import type { Webhook } from './webhook.ts'

/** Decides what is stored of a webhook. Pure: ids come in as a parameter. */
export function decide(
  { event, ...webhook }: Webhook,
  policy: AcceptancePolicy,
  newId: () => string,
): Acceptance {
  const { endpoint, svixId, receivedAt } = webhook
  const { type, instanceId } = event
  const occurredAt = occurrenceOf(event, receivedAt)
  const message = messageOf(event, webhook, policy, newId)
  return {
    event: {
      id: newId(),
      endpoint,
      svixId,
      type,
      instanceId,
      userId: userIdOf(event),
      occurredAt,
      receivedAt,
      ...(message ? outcomeOf(message) : outcomeWithoutMessage(event)),
    },
    message,
    savedUser: event.kind === 'user-saved' && !event.example ? profileOf(event, occurredAt) : null,
    deletedUser:
      event.kind === 'user-deleted' && !event.example ? { id: event.userId, instanceId } : null,
  }
}

function messageOf(
  event: ClerkEvent,
  webhook: Omit<Webhook, 'event'>,
  policy: AcceptancePolicy,
  newId: () => string,
): NewMessage | null {
  switch (event.kind) {
    case 'message':
      return newMessage(event, webhook, policy, newId())
    case 'user-saved':
      return event.created ? newWelcome(event, webhook, policy, newId()) : null
    case 'user-deleted':
    case 'undelivered':
      return null
  }
}

function profileOf({ user, instanceId }: UserSavedEvent, updatedAt: Date): UserProfile {
  const { locales, emailAddress, phoneNumber, ...rest } = user
  return {
    ...rest,
    emailAddress: parseRecipient('email', emailAddress) ?? emailAddress,
    phoneNumber: parseRecipient('sms', phoneNumber) ?? phoneNumber,
    // One column for all of them, the most wanted first; a language tag has no comma.
    locale: locales.join(',') || null,
    instanceId,
    updatedAt,
  }
}

type Outcome = Pick<Acceptance['event'], 'outcome' | 'reason'>

function outcomeOf({ status, reason }: NewMessage): Outcome {
  return { outcome: status === 'queued' ? 'accepted' : status, reason }
}

function outcomeWithoutMessage({ kind, example }: ClerkEvent): Outcome {
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
