import { z } from 'zod'
import type { AssumedField, ClerkEvent, ParsedEvent } from '../domain/event.ts'
import { daysOf, minutesOf } from '../domain/expiry.ts'
import { languageTag } from '../domain/language-tag.ts'
import { envelope, flag, identifier, MOST_CHARACTERS_OF_ID, timestamp, typeOf } from './envelope.ts'
import { isExample } from './published-examples.ts'
import { kindOf } from './slugs.ts'
import { unsubscribed } from './unsubscribed.ts'

const text = z.string().nullish()
const id = z.string().min(1).max(MOST_CHARACTERS_OF_ID)
const slug = identifier
const record = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {})

const emailCreated = z.object({
  type: z.literal('email.created'),
  ...envelope,
  data: z.object({
    id,
    slug,
    to_email_address: text,
    user_id: identifier,
    subject: text,
    body: text,
    body_plain: text,
    data: record,
    delivered_by_clerk: flag,
  }),
})

const smsCreated = z.object({
  type: z.literal('sms.created'),
  ...envelope,
  data: z.object({
    id,
    slug,
    to_phone_number: text,
    user_id: identifier,
    message: text,
    data: record,
    delivered_by_clerk: flag,
  }),
})

const contact = z.object({
  id: text,
  email_address: text,
  phone_number: text,
  verification: z.object({ status: text }).nullish(),
})
const contacts = z
  .array(contact)
  .nullish()
  .transform((value) => value ?? [])

const userSaved = z.object({
  type: z.enum(['user.created', 'user.updated']),
  ...envelope,
  data: z.object({
    id,
    first_name: text,
    locale: text,
    primary_email_address_id: text,
    primary_phone_number_id: text,
    created_at: timestamp.nullish().catch(null),
    email_addresses: contacts,
    phone_numbers: contacts,
    public_metadata: record,
    unsafe_metadata: record,
  }),
})

const userDeleted = z.object({
  type: z.literal('user.deleted'),
  ...envelope,
  data: z.object({ id }),
})

const subscribed = z.discriminatedUnion('type', [emailCreated, smsCreated, userSaved, userDeleted])

type Payload = z.infer<typeof subscribed>

const SUBSCRIBED = new Set<unknown>([
  'email.created',
  'sms.created',
  'user.created',
  'user.updated',
  'user.deleted',
])

/**
 * Reads a verified body, signed at that time. Tolerates unknown fields and the absence of all that
 * Clerk marks optional.
 */
export function parseClerkEvent(body: unknown, signedAt = new Date()): ParsedEvent {
  const type = typeOf(body)
  if (type !== null && !SUBSCRIBED.has(type)) return unsubscribed(type, body, signedAt)
  // Whom to forget it will never say, however often it comes.
  if (type === 'user.deleted' && !hasId(body)) return { kind: 'ignored', type, reason: 'no_id' }
  const result = subscribed.safeParse(type === null ? body : { ...(body as object), type })
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

function toDomain(payload: Payload, signedAt: Date): ClerkEvent {
  const occurredAt = payload.timestamp ?? signedAt
  const common = {
    type: payload.type,
    instanceId: payload.instance_id,
    occurredAt,
    ...assumedIn(payload),
    example: isExample(
      payload.data.id,
      occurredAt,
      isMessage(payload) ? isClerks(payload.data) : undefined,
    ),
  }
  switch (payload.type) {
    case 'email.created':
      return { ...common, ...emailOf(payload.data) }
    case 'sms.created':
      return { ...common, ...smsOf(payload.data) }
    case 'user.created':
    case 'user.updated':
      return { ...common, ...userOf(payload.data), created: payload.type === 'user.created' }
    case 'user.deleted':
      return { ...common, kind: 'user-deleted', userId: payload.data.id }
  }
}

function isMessage(payload: Payload) {
  return payload.type === 'email.created' || payload.type === 'sms.created'
}

// Without a word Clerk has sent it: a second one would be worse than an alert.
function isClerks(data: { readonly delivered_by_clerk?: boolean | null | undefined }): boolean {
  return data.delivered_by_clerk ?? true
}

function assumedIn(payload: Payload): { readonly assumed?: readonly AssumedField[] } {
  const assumed: AssumedField[] = payload.timestamp ? [] : ['timestamp']
  if (isMessage(payload) && typeof payload.data.delivered_by_clerk !== 'boolean') {
    assumed.push('delivered_by_clerk')
  }
  return assumed.length > 0 ? { assumed } : {}
}

function emailOf(data: z.infer<typeof emailCreated>['data']) {
  const slug = data.slug ?? null
  return {
    kind: 'message' as const,
    channel: 'email' as const,
    sourceId: data.id,
    slug,
    messageKind: kindOf('email', slug, data.data),
    userId: data.user_id ?? null,
    recipient: data.to_email_address ?? null,
    deliveredByClerk: isClerks(data),
    ...lifetimesOf(data.data),
    content: {
      variables: data.data,
      clerk: {
        ...(data.subject ? { subject: data.subject } : {}),
        ...(data.body ? { html: data.body } : {}),
        ...(data.body_plain ? { text: data.body_plain } : {}),
      },
    },
  }
}

function smsOf(data: z.infer<typeof smsCreated>['data']) {
  const slug = data.slug ?? null
  const variables = { ...secretsIn(data.message ?? '', slug), ...data.data }
  return {
    kind: 'message' as const,
    channel: 'sms' as const,
    sourceId: data.id,
    slug,
    messageKind: kindOf('sms', slug, variables),
    userId: data.user_id ?? null,
    recipient: data.to_phone_number ?? null,
    deliveredByClerk: isClerks(data),
    ...lifetimesOf(variables),
    content: { variables, clerk: data.message ? { text: data.message } : {} },
  }
}

// Clerk's published SMS carries no variables at all, only its text. A text with exactly one
// six-digit number in it, and none beside it that could be the code, has told us the code all the
// same, and an invitation its link; where a link ends is sure only if no punctuation follows it.
function secretsIn(message: string, slug: string | null): Record<string, unknown> {
  const links = message.match(/https:\/\/\S+/g) ?? []
  const words = message.replace(/https?:\/\/\S+/g, '')
  // An autofill line repeats it.
  const [code = '', ...others] = new Set(words.match(/(?<![\d+])\d{3,8}(?!\d)/g))
  const alone = others.length === 0 && new RegExp(`(?<![a-z])${code}(?![a-z])`, 'i').test(words)
  const [link = ''] = links
  const invites = slug === 'invitation' && links.length === 1 && /[\w/=-]$/.test(link)
  return {
    ...(code.length === 6 && alone ? { otp_code: code } : {}),
    ...(invites ? { action_url: link } : {}),
  }
}

const invitation = z.object({ expires_in_days: z.unknown() }).partial().catch({})

function lifetimesOf(variables: Record<string, unknown>) {
  const ttlMinutes = minutesOf(variables.ttl_minutes)
  const expiresInDays = daysOf(invitation.parse(variables.invitation).expires_in_days)
  return {
    ...(ttlMinutes ? { ttlMinutes } : {}),
    ...(expiresInDays ? { expiresInDays } : {}),
  }
}

function userOf(data: z.infer<typeof userSaved>['data']) {
  const email = data.email_addresses.find((entry) => entry.id === data.primary_email_address_id)
  const phone = data.phone_numbers.find((entry) => entry.id === data.primary_phone_number_id)
  return {
    kind: 'user-saved' as const,
    accountCreatedAt: data.created_at ?? null,
    user: {
      id: data.id,
      locales: localesIn(data.locale, data.public_metadata.locale, data.unsafe_metadata.locale),
      firstName: data.first_name ?? null,
      // By id, never by position: the first address need not be the primary one.
      emailAddress: (data.primary_email_address_id && email?.email_address) || null,
      emailVerified: email !== undefined && isVerified(email),
      phoneNumber: (data.primary_phone_number_id && phone?.phone_number) || null,
    },
    content: {
      variables: data.first_name ? { first_name: data.first_name } : {},
      clerk: {},
    },
  }
}

// An event without the field says nothing either way.
function isVerified({ verification }: z.infer<typeof contact>): boolean {
  return verification === undefined || verification?.status === 'verified'
}

// All that are well-formed: `system` is, too, and only the catalogues can tell which is of use.
function localesIn(...candidates: unknown[]): string[] {
  const tags = candidates.flatMap((candidate) =>
    typeof candidate === 'string' ? (languageTag(candidate) ?? []) : [],
  )
  return [...new Set(tags)]
}
