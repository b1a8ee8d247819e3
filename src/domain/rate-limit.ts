/** Response headers, names in lower case. */
type Headers = Readonly<Record<string, string>>

/**
 * How many requests per second a provider allows, by its own word; null when it says nothing.
 * `ratelimit-policy: 10;w=1` (IETF draft "RateLimit header fields", which Resend sends) gives the
 * window in seconds, one without it.
 */
export function requestsPerSecondOf(headers: Headers): number | null {
  const limit = Number(headers['ratelimit-limit'])
  if (!Number.isFinite(limit) || limit <= 0) return null
  const [, window = '1'] = /;\s*w=(\d+)/.exec(headers['ratelimit-policy'] ?? '') ?? []
  return limit / Math.max(1, Number(window))
}

/** A provider that asks for more is asked again then: an hour by mistake would cost every code of that hour. */
const MOST_MS = 60_000

/** Milliseconds that `retry-after` asks to wait, at most a minute, or undefined when it is absent or unreadable. */
export function retryAfterMs(headers: Headers): number | undefined {
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
export function rateLimitResetMs(headers: Headers): number | undefined {
  return secondsOf(headers['ratelimit-reset'] ?? '')
}

function secondsOf(value: string): number | undefined {
  if (!/^\d{1,9}(\.\d+)?$/.test(value)) return undefined
  return Math.min(Math.ceil(Number(value) * 1000), MOST_MS)
}
