/** Response headers of a provider, names in lower case. */
export type ProviderHeaders = Readonly<Record<string, string>>

/**
 * Hears of every answer of a provider, good or bad, so that a limiter can follow `ratelimit-*` and
 * `retry-after`. Status is null where the SDK keeps it to itself. Must not throw.
 */
export type HeadersListener = (headers: ProviderHeaders, status: number | null) => void

/** A provider that asks for more is asked again then: an hour by mistake would cost every code of that hour. */
const MOST_MS = 60_000

/** Milliseconds that `retry-after` asks to wait, at most a minute, or undefined when it is absent or unreadable. */
export function retryAfterMs(headers: ProviderHeaders): number | undefined {
  const value = headers['retry-after']
  if (value === undefined) return undefined
  const seconds = secondsOf(value)
  if (seconds !== undefined) return seconds
  // RFC 9110 also allows a date. Measured against the sender's own `date`, so that our clock, which
  // may be wrong, does not enter into it.
  const wait = Date.parse(value) - Date.parse(headers.date ?? '')
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), MOST_MS)
}

/** Milliseconds until a `ratelimit-reset`, which says it in seconds; at most a minute. */
export function rateLimitResetMs(headers: ProviderHeaders): number | undefined {
  return secondsOf(headers['ratelimit-reset'] ?? '')
}

function secondsOf(value: string): number | undefined {
  if (!/^\d{1,9}(\.\d+)?$/.test(value)) return undefined
  return Math.min(Math.ceil(Number(value) * 1000), MOST_MS)
}
