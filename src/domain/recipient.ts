import type { Channel } from './message.ts'

// Deliberately narrow: one addr-spec, no display name, no comma, no quoted local part, no control
// or non-ASCII space. What it refuses could hide a second recipient or a header.
const EMAIL =
  /^[^\s@,;:<>()[\]\\"\p{Cc}\p{Cf}]+@[^\s@,;:<>()[\]\\"\p{Cc}\p{Cf}]+\.[^\s@,;:<>()[\]\\"\p{Cc}\p{Cf}.]+$/u
const E164 = /^\+[1-9]\d{6,14}$/

/** The one address or number in `raw`, normalised (domain in lower case), or null when it is not exactly one. */
export function parseRecipient(channel: Channel, raw: string | null | undefined): string | null {
  const value = raw?.trim() ?? ''
  if (channel === 'sms') return E164.test(value) ? value : null
  if (value.length > 254 || !EMAIL.test(value)) return null
  const at = value.lastIndexOf('@')
  return value.slice(0, at) + value.slice(at).toLowerCase()
}

/**
 * Clerk's test addresses: a `+clerk_test` subaddress, or `+1 XXX 555 0100` to `0199`.
 * Clerk accepts the fixed code 424242 for them and sends no code itself.
 */
export function isTestRecipient(channel: Channel, recipient: string): boolean {
  return channel === 'sms'
    ? /^\+1\d{3}55501\d{2}$/.test(recipient)
    : /\+clerk_test(?:\+[^@]*)?@/i.test(recipient)
}

/** `j***@acme.com`, `+1******4567`: enough to recognise one's own, too little to reach a stranger. */
export function maskRecipient(recipient: string): string {
  const at = recipient.lastIndexOf('@')
  if (at > 0) return `${[...recipient][0]}***${recipient.slice(at)}`
  return `${recipient.slice(0, 2)}******${recipient.slice(-4)}`
}
