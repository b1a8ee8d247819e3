import type { ClerkEvent, MessageEvent } from '../../domain/event.ts'
import { expiresAt } from '../../domain/expiry.ts'
import { dedupeKey } from '../../domain/keys.ts'
import type { SkipReason } from '../../domain/message.ts'
import { priorityOf } from '../../domain/priority.ts'
import { isTestRecipient, parseRecipient } from '../../domain/recipient.ts'
import type { NewMessage } from '../../store/message/new-message.ts'
import type { AcceptancePolicy } from './policy.ts'
import type { Webhook } from './webhook.ts'

/** The message of an event. `unwanted` is a reason of the event's own not to send it. */
export function newMessage(
  event: MessageEvent,
  { svixId, receivedAt }: Pick<Webhook, 'svixId' | 'receivedAt'>,
  policy: AcceptancePolicy,
  id: string,
  unwanted: SkipReason | null = null,
): NewMessage {
  const { channel, slug, messageKind: kind, instanceId, example } = event
  // Examples carry a time stamp of years ago; what happened now is the press of the button.
  const occurredAt = example ? receivedAt : occurrenceOf(event, receivedAt)
  const recipient = example
    ? exampleRecipient(event, policy)
    : parseRecipient(channel, event.recipient)
  const rule = policy.settingsOf(instanceId).ruleOf(channel, slug)
  const dies = expiresAt({ ...event, kind, occurredAt }, rule.lifetimeMs)
  const skipped =
    skipReason(event, recipient, rule.use === 'off' ? 'disabled' : unwanted) ??
    unusableNumber(event, recipient, policy)
  const status = skipped ? 'skipped' : dies <= receivedAt ? 'expired' : 'queued'
  return {
    id,
    channel,
    slug,
    kind,
    instanceId,
    userId: example ? null : event.userId,
    // The ids of an example never change, but each press of the button is meant.
    dedupeKey: example ? `example:${svixId}` : dedupeKey(instanceId, event.sourceId),
    recipient,
    example,
    status,
    reason: skipped?.reason ?? null,
    detail: skipped?.detail ?? null,
    priority: rule.priority ?? priorityOf(kind),
    occurredAt,
    createdAt: receivedAt,
    expiresAt: dies,
    dueAt: receivedAt,
    content: status === 'queued' ? event.content : null,
    finishedAt: status === 'queued' ? null : receivedAt,
  }
}

/** A clock of Clerk that is ahead of ours must not extend the lifetime of a code. */
export function occurrenceOf({ occurredAt }: ClerkEvent, receivedAt: Date): Date {
  return occurredAt < receivedAt ? occurredAt : receivedAt
}

function exampleRecipient(
  { channel, recipient }: MessageEvent,
  policy: AcceptancePolicy,
): string | null {
  const chosen = policy.testRecipients[channel]
  if (chosen) return parseRecipient(channel, chosen)
  if (!policy.captured[channel]) return null
  return (
    parseRecipient(channel, recipient) ?? (channel === 'email' ? policy.exampleEmailAddress : null)
  )
}

interface Skipped {
  readonly reason: SkipReason
  /** What is wrong with the number, or its country. */
  readonly detail?: string
}

function skipReason(
  { channel, messageKind, example, deliveredByClerk }: MessageEvent,
  recipient: string | null,
  unwanted: SkipReason | null,
): Skipped | null {
  if (example) return recipient ? null : { reason: 'example' }
  if (deliveredByClerk) return { reason: 'delivered_by_clerk' }
  if (unwanted) return { reason: unwanted }
  if (!recipient) return { reason: 'no_recipient' }
  // Clerk itself sends links to test addresses, but neither codes nor SMS. The welcome is Bellhop's own.
  const muted = channel === 'sms' || messageKind === 'code' || messageKind === 'welcome'
  return muted && isTestRecipient(channel, recipient) ? { reason: 'test_recipient' } : null
}

/** Why no SMS goes to a number, by the numbering plan and the countries of the settings. */
function unusableNumber(
  { channel, example, instanceId }: MessageEvent,
  number: string | null,
  { lookUpNumber, checkNumbers, settingsOf }: AcceptancePolicy,
): Skipped | null {
  const { smsCountries } = settingsOf(instanceId)
  if (channel !== 'sms' || example || !number || !(checkNumbers || smsCountries)) return null
  const { country, unusable } = lookUpNumber(number)
  if (checkNumbers && unusable) return { reason: 'no_recipient', detail: unusable }
  return smsCountries && !smsCountries.includes(country ?? '')
    ? { reason: 'country', detail: country ?? 'none' }
    : null
}
