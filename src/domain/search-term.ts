import { parseRecipient } from './recipient.ts'

/** What the text of a search may be. */
export type SearchTerm =
  /** Our id of a message or the provider's. */
  | { readonly kind: 'uuid'; readonly id: string }
  /** Clerk's id of a user. */
  | { readonly kind: 'user'; readonly userId: string }
  /** Clerk's id of an email or SMS. */
  | { readonly kind: 'source'; readonly sourceId: string }
  /** The svix-id of a webhook. */
  | { readonly kind: 'event'; readonly svixId: string }
  | { readonly kind: 'provider'; readonly providerMessageId: string }
  /** An address or number. If no message has it, it may be a part of one, unless there are no `parts`. */
  | { readonly kind: 'whole'; readonly recipient: string; readonly parts: readonly string[] }
  /** Part of an address or number: any of `parts`, in lower case. */
  | { readonly kind: 'part'; readonly parts: readonly string[] }
  | { readonly kind: 'too_short' }

/** The shortest part of an address that is searched for. */
export const SHORTEST_PART = 3

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i
const NUMBER = /^\+?[\d\s().\-/\u00a0]+$/

/** Says what the text is. Null if it is empty. */
export function searchTermOf(text: string): SearchTerm | null {
  const value = text.replaceAll('\0', '').trim().normalize('NFC')
  if (value === '') return null
  if (UUID.test(value)) return { kind: 'uuid', id: value.toLowerCase() }
  if (/^user_\w+$/.test(value)) return { kind: 'user', userId: value }
  if (/^(?:ema|sms)_\w+$/.test(value)) return { kind: 'source', sourceId: value }
  if (/^msg_\w+$/.test(value)) return { kind: 'event', svixId: value }
  if (/^(?:SM|MM)[\da-f]{32}$/i.test(value) || /^<[^<>\s]+>$/.test(value)) {
    return { kind: 'provider', providerMessageId: value }
  }
  if (NUMBER.test(value)) return numberOf(value)
  const address = parseRecipient('email', value)
  const parts = [...new Set([value.toLowerCase(), ...(address ? [address.toLowerCase()] : [])])]
  if (address) return { kind: 'whole', recipient: address, parts }
  return partOf(parts)
}

// People write numbers with spaces, and without the code of the country: `0151 234`, `0049 151 234`.
function numberOf(value: string): SearchTerm {
  const digits = value.replaceAll(/\D/g, '')
  if (value.startsWith('+')) return wholeNumber(`+${digits}`) ?? partOf([`+${digits}`])
  if (/^00\d{3}/.test(digits)) {
    const international = `+${digits.slice(2)}`
    return wholeNumber(international) ?? partOf([international.slice(1)])
  }
  return partOf([digits.replace(/^0(?=[1-9]\d\d)/, '')])
}

function wholeNumber(number: string): SearchTerm | null {
  if (parseRecipient('sms', number) === null) return null
  return { kind: 'whole', recipient: number, parts: [number] }
}

function partOf(parts: readonly string[]): SearchTerm {
  const long = parts.filter((part) => [...part].length >= SHORTEST_PART)
  return long.length === 0 ? { kind: 'too_short' } : { kind: 'part', parts: long }
}
