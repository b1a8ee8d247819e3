import { z } from 'zod'
import type { AssumedField, ClerkEvent, ParsedEvent } from '../domain/event.ts'
import { daysOf, minutesOf } from '../domain/expiry.ts'
import type { Channel } from '../domain/message.ts'
import { typeOf } from './envelope.ts'
import {
  type EmailData,
  type Payload,
  payload,
  type SmsData,
  SUBSCRIBED_TYPES,
} from './payloads.ts'
import { isExample } from './published-examples.ts'
import { kindOf } from './slugs.ts'
import { variablesInText } from './sms-variables.ts'
import { unsubscribed } from './unsubscribed.ts'
import { userFields } from './users.ts'

/** Reads the verified body of a webhook that was signed at `signedAt`. */
export function parseClerkEvent(body: unknown, signedAt = new Date()): ParsedEvent {
  const type = typeOf(body)
  if (type !== null && !SUBSCRIBED_TYPES.has(type)) return unsubscribed(type, body, signedAt)
  // Ignored, because no retry will ever contain the id of the user.
  if (type === 'user.deleted' && !hasId(body)) return { kind: 'ignored', type, reason: 'no_id' }
  const result = payload.safeParse(type === null ? body : { ...(body as object), type })
  if (!result.success) {
    const problems = result.error.issues.map((issue) => issue.path.join('.') || 'body')
    return { kind: 'unreadable', type, problems: [...new Set(problems)] }
  }
  return { kind: 'event', event: toDomain(result.data, signedAt) }
}

const withoutId = z.object({ data: z.object({ id: z.literal('').nullish() }).nullish() })

function hasId(body: unknown): boolean {
  return !withoutId.safeParse(body).success
}

function toDomain(event: Payload, signedAt: Date): ClerkEvent {
  const occurredAt = event.timestamp ?? signedAt
  const common = {
    type: event.type,
    instanceId: event.instance_id,
    occurredAt,
    ...assumedIn(event),
    example: isExample(
      event.data.id,
      occurredAt,
      isMessage(event) ? isDeliveredByClerk(event.data) : undefined,
    ),
  }
  switch (event.type) {
    case 'email.created':
      return { ...common, ...emailFields(event.data) }
    case 'sms.created':
      return { ...common, ...smsFields(event.data) }
    case 'user.created':
    case 'user.updated':
      return { ...common, ...userFields(event.data), created: event.type === 'user.created' }
    case 'user.deleted':
      return { ...common, kind: 'user-deleted', userId: event.data.id }
  }
}

function isMessage(event: Payload) {
  return event.type === 'email.created' || event.type === 'sms.created'
}

// True if Clerk does not say: a message that is sent twice is worse than an alert.
function isDeliveredByClerk(data: EmailData | SmsData): boolean {
  return data.delivered_by_clerk ?? true
}

/** The fields that the event lacks and that Bellhop fills in. */
function assumedIn(event: Payload): { readonly assumed?: readonly AssumedField[] } {
  const assumed: AssumedField[] = event.timestamp ? [] : ['timestamp']
  if (isMessage(event) && typeof event.data.delivered_by_clerk !== 'boolean') {
    assumed.push('delivered_by_clerk')
  }
  return assumed.length > 0 ? { assumed } : {}
}

function emailFields(data: EmailData) {
  return {
    ...messageFields('email', data, data.data),
    recipient: data.to_email_address ?? null,
    content: {
      variables: data.data,
      clerk: {
        ...(data.subject ? { subject: data.subject } : {}),
        ...(data.from_email_name ? { fromName: data.from_email_name } : {}),
        ...(data.body ? { html: data.body } : {}),
        ...(data.body_plain ? { text: data.body_plain } : {}),
      },
    },
  }
}

function smsFields(data: SmsData) {
  const variables = { ...variablesInText(data.message ?? '', data.slug ?? null), ...data.data }
  return {
    ...messageFields('sms', data, variables),
    recipient: data.to_phone_number ?? null,
    content: { variables, clerk: data.message ? { text: data.message } : {} },
  }
}

function messageFields(
  channel: Channel,
  data: EmailData | SmsData,
  variables: Record<string, unknown>,
) {
  const slug = data.slug ?? null
  return {
    kind: 'message' as const,
    channel,
    sourceId: data.id,
    slug,
    messageKind: kindOf(channel, slug, variables),
    userId: data.user_id ?? null,
    deliveredByClerk: isDeliveredByClerk(data),
    ...lifetimesIn(variables),
  }
}

const invitation = z.object({ expires_in_days: z.unknown() }).partial().catch({})

function lifetimesIn(variables: Record<string, unknown>) {
  const ttlMinutes = minutesOf(variables.ttl_minutes)
  const expiresInDays = daysOf(invitation.parse(variables.invitation).expires_in_days)
  return {
    ...(ttlMinutes ? { ttlMinutes } : {}),
    ...(expiresInDays ? { expiresInDays } : {}),
  }
}
