import { oneLine } from './plain-text.ts'
import type { SendOutcome } from './transport.ts'

const LONGEST = 200

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
  const text = oneLine(sentence.slice(0, 2_000), 2_000)
    .replace(/(?<![a-z\d+.-])[a-z\d+.-]*:\/\/\S+/gi, '…')
    .replace(/(?<![^\s@<>()"'`])[^\s@<>()"'`]+@[^\s@<>()"'`]+/g, '…')
    .replace(/\+?\d[\d\s().-]{2,}\d/g, '…')
  return oneLine(text, LONGEST)
}
