import type { HeldBackCount } from '../../store/views/held-back.ts'

const WORDS: Readonly<Record<string, string>> = {
  'too_many recipient': 'Too many to one recipient',
  'too_many range': 'Too many numbers of one range',
  budget: 'The segments of the day were used up',
  'no_recipient unassigned': 'No such number',
  'no_recipient premium_rate': 'Premium-rate number',
  'no_recipient satellite': 'Satellite number',
  'no_recipient fixed_line': 'Fixed-line number',
  no_recipient: 'No usable address or number',
}

/** Why messages were held back. */
export function heldBackWords({
  reason,
  detail,
}: Pick<HeldBackCount, 'reason' | 'detail'>): string {
  if (reason === 'country') return `Not a country that gets SMS: ${detail}`
  return WORDS[[reason, detail].filter(Boolean).join(' ')] ?? reason
}
