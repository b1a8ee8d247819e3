import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../config/durations.ts'
import { languageTag } from '../domain/language-tag.ts'
import { parseWholeNumber } from '../domain/whole-number.ts'

// Parsers for the values of options. Each throws an InvalidArgumentError that commander prints.

/** Adds the value of an option that may be repeated to the values before it. */
export function collect(value: string, values: string[]): string[] {
  return [...values, value]
}

/** A whole number from `least`, which is 1 by default, to `most`. */
export function wholeNumber({
  least = 1,
  most = Number.MAX_SAFE_INTEGER,
} = {}): (value: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
  return (value) => {
    const number = parseWholeNumber(value, { least, most })
    if (number === null) throw new InvalidArgumentError(`It must be a whole number ${range}.`)
    return number
  }
}

const OLDEST_DAYS = 3_650
const DAY_MS = 86_400_000

/** How long ago something happened, in milliseconds: `30s`, `11m`, `2h`, `1d`. */
export function parseAge(value: string): number {
  const age = parseDuration(value)
  if (age === null) {
    throw new InvalidArgumentError('It must be a number with a unit: 30s, 11m, 2h, 1d.')
  }
  if (age > OLDEST_DAYS * DAY_MS) {
    throw new InvalidArgumentError(`It must be at most ${OLDEST_DAYS}d.`)
  }
  return age
}

/** A language tag in its canonical form. */
export function parseLocale(value: string): string {
  const tag = languageTag(value)
  if (!tag) throw new InvalidArgumentError('It must be a language tag such as de or pt-BR.')
  return tag
}
