import type { Channel } from './message.ts'

// Deliberately narrow: one addr-spec, no display name, no comma, no quoted local part, no control
// or non-ASCII space. Anything else could hide a second recipient or a header.
const EMAIL =
  /^[^\s@,;:<>()[\]\\"\p{Cc}\p{Cf}]+@[^\s@,;:<>()[\]\\"\p{Cc}\p{Cf}]+\.[^\s@,;:<>()[\]\\"\p{Cc}\p{Cf}.]+$/u
const E164 = /^\+[1-9]\d{6,14}$/

/**
 * The address or number in `raw` in the form in which it is used, or null if it is not exactly one: the
 * domain in lower case and in ASCII (punycode), the part before it as it was written. Compare recipients
 * in lower case: people sometimes write their own address in capitals.
 */
export function parseRecipient(channel: Channel, raw: string | null | undefined): string | null {
  const value = raw?.trim().normalize('NFC') ?? ''
  if (channel === 'sms') return E164.test(value) ? value : null
  if (!EMAIL.test(value)) return null
  const at = value.lastIndexOf('@')
  const domain = asciiDomain(value.slice(at + 1))
  const address = `${value.slice(0, at)}@${domain}`
  return domain === '' || address.length > 254 ? null : address
}

/** The domain in the form of the DNS; empty if it is not a domain. */
export function asciiDomain(domain: string): string {
  if (/^[\x21-\x7e]+$/.test(domain)) return domain.toLowerCase()
  // Letters and dots only: a URL would also read ports, paths and escapes.
  const url = `https://${domain}`
  return /^[\p{L}\p{M}\p{N}.\u3002-]+$/u.test(domain) && URL.canParse(url)
    ? new URL(url).hostname
    : ''
}

/** The part behind the `@` of an email address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/** Whether it could be a public domain name: ASCII, and not an IP address. */
export function isDomainName(domain: string): boolean {
  return (
    domain.length <= 253 &&
    /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(
      domain,
    )
  )
}

/**
 * Clerk's test addresses: a `+clerk_test` subaddress, or `+1 XXX 555 0100` to `0199`.
 * Clerk accepts the fixed code 424242 for them and sends no code itself.
 */
export function isTestRecipient(channel: Channel, recipient: string): boolean {
  return channel === 'sms'
    ? /^\+1\d{3}55501\d{2}$/.test(recipient)
    : tagsOf(recipient).includes('clerk_test')
}

/** `a` and `b` in `jane+a+b@acme.com`. */
function tagsOf(address: string): string[] {
  return address.slice(0, address.lastIndexOf('@')).toLowerCase().split('+').slice(1)
}

/** `j***@acme.com`, `+1******4567`: enough to recognise your own address, too little to write to another person. */
export function maskRecipient(recipient: string): string {
  const at = recipient.lastIndexOf('@')
  if (at > 0) return `${[...recipient][0]}***${recipient.slice(at)}`
  return `${recipient.slice(0, 2)}******${recipient.slice(-4)}`
}
