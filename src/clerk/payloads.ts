import { z } from 'zod'
import { envelope, flag, identifier, MOST_CHARACTERS_OF_ID, timestamp } from './envelope.ts'

// The events that Bellhop subscribes to, as Clerk posts them. All fields that Clerk marks optional may
// be absent, and unknown fields are ignored.

const text = z.string().nullish()
const id = z.string().min(1).max(MOST_CHARACTERS_OF_ID)
const record = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {})

const emailCreated = z.object({
  type: z.literal('email.created'),
  ...envelope,
  data: z.object({
    id,
    slug: identifier,
    to_email_address: text,
    from_email_name: text,
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
    slug: identifier,
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

export const payload = z.discriminatedUnion('type', [
  emailCreated,
  smsCreated,
  userSaved,
  userDeleted,
])

export type Payload = z.infer<typeof payload>
export type EmailData = z.infer<typeof emailCreated>['data']
export type SmsData = z.infer<typeof smsCreated>['data']
export type UserData = z.infer<typeof userSaved>['data']

export const SUBSCRIBED_TYPES: ReadonlySet<string> = new Set<Payload['type']>([
  'email.created',
  'sms.created',
  'user.created',
  'user.updated',
  'user.deleted',
])
