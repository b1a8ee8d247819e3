import { z } from 'zod'

// Clerk's documentation says milliseconds, its published examples are in seconds.
const number = z
  .number()
  .positive()
  .max(8.64e15)
  .transform((value) => new Date(value < 1e11 ? value * 1000 : value))
const numeral = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/)
  .transform(Number)
  .pipe(number)
const written = z
  .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
  .transform((value) => new Date(value))
  .refine((value) => value.getTime() > 0)

/** An instant after 1970, in whichever form. */
export const timestamp = z.union([number, numeral, written])

/** It is looked up by, and no index takes a longer one. */
export const MOST_CHARACTERS_OF_ID = 255
export const identifier = z.string().max(MOST_CHARACTERS_OF_ID).nullish()

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false }

/** A boolean, also as a word: `"false"`. */
export const flag = z.preprocess(
  (value) => (typeof value === 'string' && Object.hasOwn(WORDS, value) ? WORDS[value] : value),
  z.boolean().nullish(),
)

/** What stands around the data of every event. */
export const envelope = {
  timestamp: timestamp.nullish(),
  instance_id: identifier.transform((value) => value ?? 'unknown'),
}

const sender = z.object({ instance_id: envelope.instance_id })

/** The instance that a body names, whatever else it is; `unknown` where it names none. */
export function instanceOf(body: unknown): string {
  return sender.safeParse(body).data?.instance_id ?? 'unknown'
}

// Clerk's own pages name `emails.created` beside `email.created`, and its SMS are `sms_message` objects.
const RESOURCES: Readonly<Record<string, string>> = {
  emails: 'email',
  smses: 'sms',
  sms_message: 'sms',
  sms_messages: 'sms',
  users: 'user',
}

const LONGEST_TYPE = 100

/** The type of an event in Clerk's usual spelling; null for what has none. */
export function typeOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('type' in body)) return null
  if (typeof body.type !== 'string') return null
  const [resource = '', ...rest] = body.type.slice(0, LONGEST_TYPE).split('.')
  const name = Object.hasOwn(RESOURCES, resource) ? RESOURCES[resource] : resource
  return [name, ...rest].join('.')
}
