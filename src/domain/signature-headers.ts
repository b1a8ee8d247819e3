/** A fault in the headers of a webhook from Svix. They are checked before the body is read. */
export type HeaderFault =
  | { readonly reason: 'header_missing'; readonly headers: readonly string[] }
  | { readonly reason: 'time_unreadable' }
  /** `seconds` behind our clock; negative if ahead of it. */
  | { readonly reason: 'time_off'; readonly seconds: number }

export interface SignatureHeaders {
  readonly id: string
  /** In seconds. */
  readonly timestamp: number
  /** One or more, separated by spaces. */
  readonly signatures: string
}

/** All of them are needed. */
export const SIGNATURE_HEADERS = ['svix-id', 'svix-timestamp', 'svix-signature'] as const

/** How far the time of a signature may be from ours, in seconds, in both directions. Svix uses the same. */
const TOLERANCE_S = 5 * 60

/** Reads the signature headers, or returns the fault in them. */
export function readSignatureHeaders(
  headers: { get(name: string): string | null },
  now: Date,
): SignatureHeaders | HeaderFault {
  const [id = '', time = '', signatures = ''] = SIGNATURE_HEADERS.map((name) =>
    headers.get(name)?.trim(),
  )
  if (id === '' || time === '' || signatures === '') {
    const missing = SIGNATURE_HEADERS.filter((name) => !headers.get(name)?.trim())
    return { reason: 'header_missing', headers: missing }
  }
  const timestamp = Number.parseInt(time, 10)
  const age = Math.floor(now.getTime() / 1000) - timestamp
  if (!Number.isFinite(age)) return { reason: 'time_unreadable' }
  if (Math.abs(age) > TOLERANCE_S) return { reason: 'time_off', seconds: age }
  return { id, timestamp, signatures }
}

/** The fault in the headers; null if there is none. */
export function headerFault(
  headers: { get(name: string): string | null },
  now: Date,
): HeaderFault | null {
  const read = readSignatureHeaders(headers, now)
  return 'reason' in read ? read : null
}
