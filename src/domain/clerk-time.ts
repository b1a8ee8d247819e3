/** A time that Clerk wrote in English, taken apart. */
export interface ClerkTime {
  readonly at: Date
  /** Clerk leaves the year out of some times; `at` is then in a leap year. */
  readonly hasYear: boolean
  /** The zone in which Clerk wrote it: `UTC`, or an offset such as `+02:00`. */
  readonly zone: string
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(?<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const WEEKDAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?'
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?(?<half>[ap]m))?`
const ZONE = String.raw`(?<zone>(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT|Z)`
const COMMA = '(?:,| at)?'

const FORMS = [
  // August 31, 02:18PM +0000
  String.raw`${WEEKDAY}${MONTH} (?<day>\d{1,2})(?:,? (?<year>\d{4}))?${COMMA} ${CLOCK} ?${ZONE}`,
  // 30 August 2022, 12:14 UTC
  String.raw`${WEEKDAY}(?<day>\d{1,2}) ${MONTH}(?:,? (?<year>\d{4}))?${COMMA} ${CLOCK} ?${ZONE}`,
  // 2022-08-31T14:18:00Z
  String.raw`(?<year>\d{4})-(?<number>\d{2})-(?<day>\d{2})[T ]${CLOCK} ?${ZONE}`,
].map((form) => new RegExp(`^${form}$`, 'i'))

const A_LEAP_YEAR = 2024
const MINUTE = 60_000

/** Reads a time in one of the forms that Clerk uses. Undefined if it is in another form or names no zone. */
export function clerkTime(text: string): ClerkTime | undefined {
  const found = FORMS.find((form) => form.test(text))?.exec(text)?.groups
  if (!found) return undefined
  const { month = '', number, day, year, hour, minute, half, zone = '' } = found
  const offset = offsetOf(zone)
  const monthIndex = number ? Number(number) - 1 : MONTHS.indexOf(month.slice(0, 3).toLowerCase())
  const hours = hourOf(Number(hour), half)
  if (offset === undefined || hours === undefined || Number(minute) > 59) return undefined
  const wall = Date.UTC(year ? Number(year) : A_LEAP_YEAR, monthIndex, Number(day), hours)
  if (!isDay(new Date(wall), monthIndex, Number(day))) return undefined
  return {
    at: new Date(wall + (Number(minute) - offset) * MINUTE),
    hasYear: year !== undefined,
    zone: zoneOf(offset),
  }
}

// `Date` turns 31 June into 1 July, and a thirteenth month into January.
function isDay(date: Date, month: number, day: number): boolean {
  return date.getUTCMonth() === month && date.getUTCDate() === day
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (!half) return hour < 24 ? hour : undefined
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

/** Minutes east of UTC. */
function offsetOf(zone: string): number | undefined {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? []
  const offset = Number(hours) * 60 + Number(minutes)
  if (offset > 14 * 60 || Number(minutes) > 59) return undefined
  return sign === '-' ? -offset : offset
}

function zoneOf(offset: number): string {
  if (offset === 0) return 'UTC'
  const digits = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`
}
