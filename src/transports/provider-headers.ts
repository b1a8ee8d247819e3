/** Response headers of a provider, names in lower case. */
export type ProviderHeaders = Readonly<Record<string, string>>

/**
 * Hears of every answer of a provider, good or bad, so that a limiter can follow `ratelimit-*` and
 * `retry-after`. Status is null where the SDK keeps it to itself. Must not throw.
 */
export type HeadersListener = (headers: ProviderHeaders, status: number | null) => void

/** Milliseconds that `retry-after` asks to wait, or undefined when it is absent or unreadable. */
export function retryAfterMs(headers: ProviderHeaders): number | undefined {
  const value = headers['retry-after']
  if (value === undefined) return undefined
  const seconds = secondsOf(value)
  if (seconds !== undefined) return seconds
  // RFC 9110 also allows a date. Measured against the sender's own `date`, so that our clock, which
  // may be wrong, does not enter into it.
  const wait = Date.parse(value) - Date.parse(headers.date ?? '')
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

/** Milliseconds until a `ratelimit-reset`, which says it in seconds. */
export function rateLimitResetMs(headers: ProviderHeaders): number | undefined {
  return secondsOf(headers['ratelimit-reset'] ?? '')
}

function secondsOf(value: string): number | undefined {
  return /^\d{1,9}(\.\d+)?$/.test(value) ? Math.ceil(Number(value) * 1000) : undefined
}
