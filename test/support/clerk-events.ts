import { readFileSync } from 'node:fs'

type Json = Record<string, unknown>

const texts = new Map<string, string>()

/** One of Clerk's published example events, as published. */
export function published(name: string): Json & { data: Json } {
  const text = texts.get(name) ?? readFileSync(fixture(name), 'utf8')
  texts.set(name, text)
  return JSON.parse(text)
}

const fixture = (name: string) => new URL(`../fixtures/clerk/${name}.json`, import.meta.url)

let sequence = 0

/** A new verification email that Clerk does not deliver itself, to a new address. */
export function emailCreated(data: Json = {}, envelope: Json = {}): Json & { data: Json } {
  const example = published('email.created.verification_code')
  const id = `ema_${++sequence}`
  return {
    ...example,
    timestamp: Date.now(),
    instance_id: 'ins_test',
    ...envelope,
    data: {
      ...example.data,
      id,
      to_email_address: `person-${sequence}@mail.dev`,
      user_id: null,
      delivered_by_clerk: false,
      ...data,
    },
  }
}

export function smsCreated(data: Json = {}, envelope: Json = {}): Json & { data: Json } {
  const example = published('sms.created.verification_code')
  return {
    ...example,
    timestamp: Date.now(),
    instance_id: 'ins_test',
    ...envelope,
    data: {
      ...example.data,
      id: `sms_${++sequence}`,
      to_phone_number: '+14155552671',
      user_id: null,
      delivered_by_clerk: false,
      ...data,
    },
  }
}

/** `user.created` and the like, with one verified primary email address. */
export function userEvent(
  type: string,
  data: Json = {},
  envelope: Json = {},
): Json & { data: Json } {
  const id = `user_${++sequence}`
  return {
    object: 'event',
    type,
    timestamp: Date.now(),
    instance_id: 'ins_test',
    ...envelope,
    data: {
      object: 'user',
      id,
      first_name: 'Ada',
      primary_email_address_id: 'idn_2',
      email_addresses: [
        { id: 'idn_1', email_address: 'other@mail.dev' },
        { id: 'idn_2', email_address: `${id}@mail.dev`, verification: { status: 'verified' } },
      ],
      phone_numbers: [],
      public_metadata: {},
      unsafe_metadata: {},
      ...data,
    },
  }
}
