import { createRequire } from 'node:module'
import { z } from 'zod'
import { LONGEST_MS } from '../domain/expiry.ts'
import type { RateLimit } from '../domain/sending-limits.ts'
import { parseDuration } from './durations.ts'
import { entriesOf } from './list-settings.ts'
import { wholeNumber } from './whole-number.ts'

const MOST = 1_000_000
const HELP = 'must be off or a list such as 5/10m,20/1d (a number, and a time in s, m, h or d)'

/** `5/10m,20/1d`: at most 5 in 10 minutes and 20 in a day; `off` is no limit. */
export const rateLimits = z.string(HELP).transform((value, context) => {
  const limits = value.trim() === 'off' ? [] : entriesOf(value).map(rateLimitOf)
  if (value.trim() !== '' && limits.every((limit) => limit !== null)) return limits
  context.addIssue(HELP)
  return z.NEVER
})

function rateLimitOf(entry: string): RateLimit | null {
  const [, count = '', window = ''] = /^(\d{1,7})\/(\w+)$/.exec(entry) ?? []
  const ms = parseDuration(window)
  const isValid = ms !== null && ms > 0 && ms <= LONGEST_MS && Number(count) <= MOST
  return isValid && Number(count) > 0 ? { count: Number(count), seconds: ms / 1_000 } : null
}

const COUNTRY = 'must be a list of countries such as US,CA,DE (ISO 3166, two letters)'

// Loaded only where the setting is used, because it takes some megabytes of memory.
const isKnown = (code: string): boolean => {
  const library = createRequire(import.meta.url)('libphonenumber-js/max')
  return (library as { isSupportedCountry(code: string): boolean }).isSupportedCountry(code)
}

/** One country, such as `US`. */
export const country = z
  .string(COUNTRY)
  .transform((value) => value.trim().toUpperCase())
  .refine(isKnown, COUNTRY)

/** `US,CA,DE` */
export const countries = z.string().transform(entriesOf).pipe(z.array(country).min(1, COUNTRY))

export const segmentsPerDay = wholeNumber(
  { least: 1, most: 1_000_000_000 },
  'must be a whole number of segments from 1 to 1000000000',
)

const PACE = 'must be off or a whole number of welcomes per minute, from 1 to 60000'

/** Null for `off`: as many as the provider takes. */
export const welcomesPerMinute = z.union(
  [z.literal('off').transform(() => null), wholeNumber({ least: 1, most: 60_000 }, PACE)],
  PACE,
)
