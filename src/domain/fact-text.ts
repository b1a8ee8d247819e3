import { folded, isDialable, isLinkable, oneLine } from './plain-text.ts'

// Clerk's description of a request contains values that the client chose: a browser may call itself "Your
// account was hacked, call +1 800 …", and we would send that to others. So a text is passed on only if it
// has the characters and the length of the name of a device, a place or a time.

const MOST_CHARACTERS = 80
const WRITTEN_WITH = /^[\p{L}\p{M}\p{N}\s.,:'’‘ʻ"()/+_&·®°、،・־׳״–-]*$/u

// A colon before more words, several full stops, or one after a word that is no abbreviation.
const ENDS_SENTENCE = /(?<!:):(?=\s|$)|\.{2,}|\p{L}{5}\.(?=\s|$)/u

const MOST_WORDS = 8
// For scripts without capitals, where names look like other words.
const MOST_UNCASED = 5
const LONGEST_WORD = 30
// Names are capitalised, except for the short words between them (`am`, `del`, `upon`).
const PROSE = /^[\p{Ll}\p{M}]{4,}$/u

// Words that address the reader or report an event, unless they are part of a name: `Surface Go`,
// `Win 10`, the Free State.
const ADDRESSING = new RegExp(
  String.raw`(?<![\p{L}\p{M}'’-])(?:${[
    "you(?:['’](?:re|ve|ll))?|your|our|is|are|was|has|been|please|click|visit|contact|reply",
    'call|dial|ring|send|pay|won|account|suspended|hacked',
    String.raw`go(?=\s+\p{L})|win(?!\s?(?:\d|nt\b|$|[,)]))|free(?!\s+state\b)`,
  ].join('|')})(?![\p{L}\p{M}'’-])`,
  'iu',
)

// `evil dot com`, `evil (dot) com`.
const SPOKEN_LINK = /(?<!\p{L})dot[)\]]?\s+\p{L}/iu

// A number whose last part is a word: `1-800-FLOWERS`.
const SPELLED_NUMBER = /\d[\s-]\(?\d{3}\)?[\s-]\p{L}{3}|\d{3}-\p{L}{4}/u

// The beginning of a number with its country is enough: `Call +1 800 …`.
const COUNTRY_CODE = /(?<!\+)\+\s?\(?\p{Nd}/u

// Numbers that are not telephone numbers, each as a whole.
const NUMBERS = new RegExp(
  [
    // IPv6
    String.raw`(?<![\w:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|[\da-f:]*::[\da-f:]*)(?![\w:])`,
    // IPv4 and versions, unless the groups are those of a telephone number.
    String.raw`(?<![\d.])(?!(?:\d{1,3}\.)?\d{3}\.\d{3}\.\d{4}(?!\d))(?:0|[1-9]\d{0,4})(?:[._](?:0|[1-9]\d{0,4})){1,4}(?![.\d])`,
    // Dates
    String.raw`(?<![\d./-])(?:\d{4}-\d{1,2}-\d{1,2}|(?:0?[1-9]|[12]\d|3[01])[./-]\d{1,2}[./-](?:\d{4}|\d{2}))(?![\d./-])`,
    String.raw`(?<!\d)\d{4}\s?[年년/.]\s?\d{1,2}\s?[月월/.]\s?\d{1,2}(?!\d)`,
    // Times and zones
    String.raw`(?<![\d:])\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:utc|gmt)?\s?[+-]\d{2}:?\d{2})?(?![\d:])`,
    String.raw`\b(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)`,
  ].join('|'),
  'giu',
)

/** Clerk's few words about a method or a duration. Empty if the text is anything more. */
export function safePhrase(value: unknown): string {
  const text = oneLine(value, MOST_CHARACTERS + 1)
  const plain = folded(text)
  // More spaces than there may be between two digits of one number.
  const withoutNumbers = plain.replace(NUMBERS, '      ')
  const odd =
    [...text].length > MOST_CHARACTERS ||
    isLinkable(text) ||
    !WRITTEN_WITH.test(plain) ||
    ENDS_SENTENCE.test(plain) ||
    isDialable(withoutNumbers) ||
    COUNTRY_CODE.test(withoutNumbers) ||
    SPELLED_NUMBER.test(plain) ||
    SPOKEN_LINK.test(plain) ||
    ADDRESSING.test(plain) ||
    wordsIn(plain).length > MOST_WORDS
  return odd ? '' : text
}

/** A time as Clerk writes it, in the digits of any script. Empty if it is none. */
export function safeTime(value: unknown): string {
  const text = safeFact(value)
  return /\p{N}|[一二三四五六七八九十]/u.test(text) ? text : ''
}

/**
 * A device, a place or a time as Clerk describes it, without the unknown parts. Empty if the text is
 * anything else.
 */
export function safeFact(value: unknown): string {
  const parts = safePhrase(value)
    .split(/\s*,\s*/)
    .filter((part) => part !== '' && !UNKNOWN.test(part))
  return parts.some((part) => isProse(folded(part))) ? '' : parts.join(', ')
}

const UNKNOWN = /\bunknown\b|^(?:undefined|null|none|other|n\/?a|-+)$/i

/** The name of a device, with each part once: `Windows, Chrome`, not `Windows, Chrome, Windows`. */
export function deviceName(...values: readonly unknown[]): string {
  const parts = values.flatMap((value) => safeFact(value).split(', ')).filter(Boolean)
  const lower = parts.map((part) => part.toLowerCase())
  return parts
    .filter((_, index) => {
      const own = lower[index] ?? ''
      // `Windows` adds nothing to `Windows 11`.
      return lower.indexOf(own) === index && !lower.some((other) => other.startsWith(`${own} `))
    })
    .join(', ')
}

function isProse(part: string): boolean {
  const words = wordsIn(part)
  if (words.some((word) => [...word].length > LONGEST_WORD)) return true
  if (words.length > MOST_UNCASED && !/\p{Lu}|\p{Ll}/u.test(part)) return true
  return words.length > 2 && words.filter((word) => PROSE.test(word)).length > 1
}

function wordsIn(text: string): string[] {
  return text.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? []
}
