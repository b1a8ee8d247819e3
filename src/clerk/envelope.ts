import { z } from 'zod'

// Clerk documents milliseconds, but its published examples have seconds.
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
const isoText = z
  .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
  .transform((value) => new Date(value))
  .refine((value) => value.getTime() > 0)

/** A time after 1970: in seconds or milliseconds, as a number or its digits, or in ISO 8601. */
export const timestamp = z.union([number, numeral, isoText])

/** The longest id that the database can index. */
export const MOST_CHARACTERS_OF_ID = 255
export const identifier = z.string().max(MOST_CHARACTERS_OF_ID).nullish()

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false }

/** A boolean, or one of the words `"true"` and `"false"`. */
export const flag = z.preprocess(
  (value) => (typeof value === 'string' && Object.hasOwn(WORDS, value) ? WORDS[value] : value),
  z.boolean().nullish(),
)

/** The fields of every event beside its `type` and `data`. */
export const envelope = {
  timestamp: timestamp.nullish(),
  instance_id: identifier.transform((value) => value ?? 'unknown'),
}

const sender = z.object({ instance_id: envelope.instance_id })

/** The instance that a body of any form names, or `unknown`. */
export function instanceOf(body: unknown): string {
  return sender.safeParse(body).data?.instance_id ?? 'unknown'
}

// Clerk's pages also write `emails.created`, and its SMS are `sms_message` objects.
const RESOURCES: Readonly<Record<string, string>> = {
  emails: 'email',
  smses: 'sms',
  sms_message: 'sms',
  sms_messages: 'sms',
  users: 'user',
}

const LONGEST_TYPE = 100

/** The type of an event in Clerk's usual spelling; null if the body has none. */
export function typeOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('type' in body)) return null
  if (typeof body.type !== 'string') return null
  const [resource = '', ...rest] = body.type.slice(0, LONGEST_TYPE).split('.')
  const name = Object.hasOwn(RESOURCES, resource) ? RESOURCES[resource] : resource
  return [name, ...rest].join('.')
}
