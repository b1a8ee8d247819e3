import { z } from 'zod'
import type { TemplateName } from './templates-api.ts'

const recordedTemplate = z.object({
  channel: z.enum(['email', 'sms']),
  slug: z.string().min(1),
  /** Who delivered before Bellhop changed it. */
  before: z.enum(['clerk', 'you']),
  /** Who delivers now. `unknown`: a change was begun, and its end is not on record. */
  now: z.enum(['clerk', 'you', 'unknown']),
  /** When this was written. */
  at: z.string(),
})

/** The form of `clerk-delivery.json`. */
export const deliveryRecord = z.object({
  /** The id of the Clerk instance; null if Clerk did not say it. */
  instance: z.string().nullable(),
  environment: z.enum(['development', 'production']),
  templates: z.array(recordedTemplate),
})

/** Who delivered the templates of one Clerk instance before Bellhop took them over. */
export type DeliveryRecord = Readonly<z.infer<typeof deliveryRecord>>
export type RecordedTemplate = Readonly<z.infer<typeof recordedTemplate>>

/** A Clerk instance, as far as its secret key tells. */
export type RecordedInstance = Pick<DeliveryRecord, 'instance' | 'environment'>

/** Whether both are the same instance. An id that is not known fits every id of the same sort. */
export function isSameInstance(one: RecordedInstance, other: RecordedInstance): boolean {
  if (one.environment !== other.environment) return false
  return one.instance === null || other.instance === null || one.instance === other.instance
}

/** What is on record about a template. */
export function entryOf(
  { templates }: DeliveryRecord,
  name: TemplateName,
): RecordedTemplate | undefined {
  return templates.find((entry) => isSameTemplate(entry, name))
}

/** The record with this entry in place of an earlier one about the same template. */
export function withEntry(record: DeliveryRecord, entry: RecordedTemplate): DeliveryRecord {
  const others = record.templates.filter((other) => !isSameTemplate(other, entry))
  return { ...record, templates: [...others, entry] }
}

/** Two records of one instance in one. Of two entries about a template it has the later one. */
export function merged(own: DeliveryRecord, stored: DeliveryRecord): DeliveryRecord {
  const newer = own.templates.filter((entry) => entry.at > (entryOf(stored, entry)?.at ?? ''))
  const missing = own.templates.filter((entry) => !entryOf(stored, entry) && !newer.includes(entry))
  const base = { ...stored, instance: stored.instance ?? own.instance }
  return [...missing, ...newer].reduce(withEntry, base)
}

export function isSameTemplate(one: TemplateName, other: TemplateName): boolean {
  return one.channel === other.channel && one.slug === other.slug
}
