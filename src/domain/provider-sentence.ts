import { folded, oneLine } from './plain-text.ts'
import type { SendOutcome } from './transport.ts'

const LONGEST = 200
const MASK = '…'

/**
 * An outcome with the provider's own sentence about it, for people. Whatever could be an address, a
 * number, a code or a link is taken out of the sentence.
 */
export function explained(outcome: SendOutcome, sentence: unknown): SendOutcome {
  if (outcome.kind === 'accepted') return outcome
  const detail = anonymous(sentence)
  return detail === '' ? outcome : { ...outcome, detail }
}

function anonymous(sentence: unknown): string {
  if (typeof sentence !== 'string') return ''
  const text = oneLine(folded(sentence.slice(0, 2_000)), 2_000)
    // The part before the @ may be quoted, with spaces in it.
    .replace(/"[^"]*"(?=@|%40)/gi, MASK)
    .replace(/\S+/g, withoutPerson)
    .replace(/\+?\p{Nd}[\p{Nd}\s().-]{2,}\p{Nd}/gu, MASK)
  return oneLine(text, LONGEST)
}

// What a sentence puts around an address or a link.
const BEFORE = new Set('<([{"\'`')
const AFTER = new Set('>)]}"\'`.,;:!?')

/** A word as it may be shown; what stands around it stays. */
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
  // Ours, which is what the sentence is about: a domain of a reader comes with an address.
  if (DOMAIN.test(core)) return core
  return core.replace(/[\p{L}\p{Nd}_-]{6,}/gu, (piece) =>
    /\p{L}/u.test(piece) && /\p{Nd}/u.test(piece) ? MASK : piece,
  )
}
