import type { HeldBackCount } from '../../store/views/held-back.ts'

const WORDS: Readonly<Record<string, string>> = {
  'too_many recipient': 'too many to one recipient',
  'too_many range': 'too many numbers of one range',
  budget: 'the segments of the day were used up',
  'no_recipient unassigned': 'no such number',
  'no_recipient premium_rate': 'premium-rate number',
  'no_recipient satellite': 'satellite number',
  'no_recipient fixed_line': 'fixed-line number',
  no_recipient: 'no usable address or number',
}

/** Why messages were held back, as a part of a sentence. */
export function heldBackWords({
  reason,
  detail,
}: Pick<HeldBackCount, 'reason' | 'detail'>): string {
  if (reason === 'country') return `not an allowed country: ${detail}`
  return WORDS[[reason, detail].filter(Boolean).join(' ')] ?? reason
}
