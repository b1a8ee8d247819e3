import { z } from 'zod'
import type { InstanceNames } from '../../domain/instance-names.ts'
import { MESSAGE_STATUSES } from '../../domain/message.ts'
import { parseRecipient } from '../../domain/recipient.ts'

/** A form also sends empty fields. They are not filters. */
export const given = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** An instant. `2026-01-31T09:30`, as forms send it, is in UTC, like all times of Bellhop. */
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

/** PostgreSQL accepts every character except the null character. */
export const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes('\0'))

export const channel = z.enum(['email', 'sms'])

/** The search and the filters of a list of messages, in a URL or a form. */
export const messageQuery = {
  q: given(text(320)),
  status: given(z.enum(MESSAGE_STATUSES)),
  reason: given(text(200)),
  slug: given(text(200)),
  channel: given(channel),
  instance: given(text(200)),
  recipient: given(text(320)),
  language: given(text(35)),
  provider: given(text(100)),
  fallback: given(z.enum(['true', 'false']).transform((value) => value === 'true')),
  since: given(instant),
  until: given(instant),
  // Other names of `since` and `until`.
  from: given(instant),
  to: given(instant),
  cursor: given(z.uuid()),
}

/** The filters of the messages to send again. */
export const failedQuery = z.object({
  since: instant,
  slug: given(text(200)),
  channel: given(channel),
  instance: given(text(200)),
})

/** The filters of `failedQuery`, with the instance as the ledger stores it. */
export function failedFilter(
  { instance, ...rest }: z.output<typeof failedQuery>,
  { idOf }: InstanceNames,
) {
  return { ...rest, instanceId: instance && idOf(instance) }
}

type MessageQuery = z.output<z.ZodObject<typeof messageQuery>>

/** The filters of `messageQuery` as the ledger knows them. The search is not one of them. */
export function ledgerFilter<Query extends Partial<MessageQuery>>(
  { q: _, recipient, instance, since, until, from, to, ...rest }: Query,
  { idOf }: InstanceNames,
) {
  return {
    ...rest,
    recipient: recipient && normalise(recipient),
    instanceId: instance && idOf(instance),
    from: since ?? from,
    to: until ?? to,
  }
}

/** The recipient as the ledger stores it. Text that is not a recipient stays as it is, and finds nothing. */
export function normalise(recipient: string): string {
  return parseRecipient('email', recipient) ?? parseRecipient('sms', recipient) ?? recipient
}
