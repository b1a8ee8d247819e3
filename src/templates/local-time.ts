import { clerkDuration } from '../domain/clerk-duration.ts'
import { clerkTime } from '../domain/clerk-time.ts'
import { memoize } from './memoize.ts'

// A preview whose language is just being typed has no tag yet.
const tagOf = memoize((locale) => {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
})

// The formats, by language, zone and year: making one takes longer than using it.
const timeFormat = memoize((key) => {
  const [locale, timeZone, year] = key.split(' ')
  return new Intl.DateTimeFormat(locale, {
    ...(year === 'year' && { year: 'numeric' }),
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  })
})

/** Clerk's time in the reader's language, with its zone. As given if it is in an unknown form. */
export function localTime(locale: string, text: string): string {
  const time = clerkTime(text)
  if (!time) return text
  const format = timeFormat(`${tagOf(locale)} ${time.zone} ${time.hasYear ? 'year' : ''}`)
  // Traditional Chinese has the zone in brackets, which look like a value that was not filled in.
  return withClockTogether(format.formatToParts(time.at)).replace(/\[([^\]]+)\]/, '$1')
}

const CLOCK = new Set(['hour', 'minute', 'dayPeriod', 'timeZoneName'])

// No line ends between `10:14` and `AM UTC`.
function withClockTogether(parts: readonly Intl.DateTimeFormatPart[]): string {
  const first = parts.findIndex(({ type }) => CLOCK.has(type))
  const last = parts.findLastIndex(({ type }) => CLOCK.has(type))
  return parts
    .map(({ value }, at) => (at > first && at < last ? value.replace(/\s/g, '\u00a0') : value))
    .join('')
}

const numberFormat = memoize((key) => {
  const [locale, unit] = key.split(' ')
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })
})
const listFormat = memoize((locale) => new Intl.ListFormat(locale, { type: 'unit' }))

/** Clerk's duration in the reader's language. As given if it is in an unknown form. */
export function localDuration(locale: string, text: string): string {
  const parts = clerkDuration(text)
  if (!parts) return text
  const tag = tagOf(locale)
  return listFormat(tag).format(
    parts.map(({ count, unit }) => numberFormat(`${tag} ${unit}`).format(count)),
  )
}
