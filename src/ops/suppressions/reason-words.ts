import type { SuppressedAddress } from '../../store/suppressions.ts'

const REASONS: Readonly<Record<string, string>> = {
  bounce: 'A message bounced for good',
  complaint: 'Its reader marked a message as spam',
  'bounce, complaint': 'A message bounced for good, and its reader marked one as spam',
  operator: 'Put on the list by hand',
}

/** Why an address is suppressed. */
export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason
}

/** What is held back from an address. */
export const SCOPES: Readonly<Record<SuppressedAddress['scope'], string>> = {
  unasked: 'notices, invitations and welcomes',
  all: 'everything, also codes and links',
}
