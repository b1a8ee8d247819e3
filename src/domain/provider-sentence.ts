import { folded, oneLine } from './plain-text.ts'
import type { SendOutcome } from './transport.ts'

const LONGEST = 200
const MASK = '…'

/**
 * Adds the provider's sentence to an outcome, for people to read. Everything that could be an address, a
 * number, a code or a link is masked in it.
 */
export function explained(outcome: SendOutcome, sentence: unknown): SendOutcome {
  if (outcome.kind === 'accepted') return outcome
  const detail = anonymous(sentence)
  return detail === '' ? outcome : { ...outcome, detail }
}

/** The sentence on one line, with everything masked that could be an address, a number, a code or a link. */
export function anonymous(sentence: unknown): string {
  if (typeof sentence !== 'string') return ''
  const text = oneLine(folded(sentence.slice(0, 2_000)), 2_000)
    // The part before the @ may be quoted, with spaces in it.
    .replace(/"[^"]*"(?=@|%40)/gi, MASK)
    .replace(/\S+/g, withoutPerson)
    .replace(/\+?\p{Nd}[\p{Nd}\s().-]{2,}\p{Nd}/gu, MASK)
  return oneLine(text, LONGEST)
}

// The characters that may surround an address or a link in a sentence.
const BEFORE = new Set('<([{"\'`')
const AFTER = new Set('>)]}"\'`.,;:!?')

/** A word with its private parts masked. The characters around it stay. */
function withoutPerson(word: string): string {
  let start = 0
  let end = word.length
  while (start < end && BEFORE.has(word.charAt(start))) start += 1
  while (start < end && AFTER.has(word.charAt(end - 1))) end -= 1
  return [word.slice(0, start), maskedIn(word.slice(start, end)), word.slice(end)].join('')
}

const ADDRESS = /@|%40/i
const LINK = /:\/\/|^[^./?#]+(?:\.[^./?#]+)+[/?#]/
const DOMAIN = /^(?:[\p{L}\p{Nd}-]+\.)+\p{L}{2,}$/u

function maskedIn(core: string): string {
  if (ADDRESS.test(core) || LINK.test(core)) return MASK
  // A domain alone is ours, and the sentence is about it. A reader's domain comes with an address.
  if (DOMAIN.test(core)) return core
  return core.replace(/[\p{L}\p{Nd}_-]{6,}/gu, (piece) =>
    /\p{L}/u.test(piece) && /\p{Nd}/u.test(piece) ? MASK : piece,
  )
}
