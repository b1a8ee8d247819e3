import { z } from 'zod'
import { MESSAGE_STATUSES } from '../../domain/message.ts'
import { parseRecipient } from '../../domain/recipient.ts'

/** A form sends what was left empty as well; that is no filter. */
const given = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** An instant. A form's `2026-01-31T09:30` names no zone: all our times are UTC. */
export const instant = z
  .string()
  .transform((text) =>
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(text) ? utc(text) : text,
  )
  .transform((value) => new Date(value))
  .pipe(z.date().min(new Date('0001-01-01')).max(new Date('9999-01-01')))

function utc(text: string): string {
  return text.length === 10 ? `${text}T00:00Z` : `${text}Z`
}

/** PostgreSQL takes any character but this one. */
export const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes('\0'))

export const channel = z.enum(['email', 'sms'])

/** What a list of messages can be asked for, in an address or a form. */
export const messageQuery = {
  status: given(z.enum(MESSAGE_STATUSES)),
  slug: given(text(200)),
  channel: given(channel),
  recipient: given(text(320)),
  from: given(instant),
  to: given(instant),
  cursor: given(z.uuid()),
}

/** The same for "what failed since". */
export const failedQuery = z.object({
  since: instant,
  slug: given(text(200)),
  channel: given(channel),
})

/** As the ledger holds it; what is not an address is looked for as it is, and not found. */
export function normalise(recipient: string): string {
  return parseRecipient('email', recipient) ?? parseRecipient('sms', recipient) ?? recipient
}
