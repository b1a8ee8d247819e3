/** Response headers, names in lower case. */
type Headers = Readonly<Record<string, string>>

/**
 * How many requests per second the provider allows, by its headers; null if they do not say it.
 * `ratelimit-policy: 10;w=1` (IETF draft "RateLimit header fields", which Resend sends) gives the
 * window in seconds; the default is one second.
 */
export function requestsPerSecondOf(headers: Headers): number | null {
  const limit = Number(headers['ratelimit-limit'])
  if (!Number.isFinite(limit) || limit <= 0) return null
  const [, window = '1'] = /;\s*w=(\d+)/.exec(headers['ratelimit-policy'] ?? '') ?? []
  return limit / Math.max(1, Number(window))
}

/** The longest wait. If a provider mistakenly names an hour, all codes of that hour would be lost. */
const MOST_MS = 60_000

/** The milliseconds to wait by `retry-after`, at most a minute; undefined if it is missing or unreadable. */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers['retry-after']
  if (value === undefined) return undefined
  const seconds = secondsOf(value)
  if (seconds !== undefined) return seconds
  // RFC 9110 also allows a date. It is compared with the sender's own `date`, because our clock may be
  // wrong.
  const wait = Date.parse(value) - Date.parse(headers.date ?? '')
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), MOST_MS)
}

/** The milliseconds until the window ends, by `ratelimit-reset`, which is in seconds; at most a minute. */
export function rateLimitResetMs(headers: Headers): number | undefined {
  return secondsOf(headers['ratelimit-reset'] ?? '')
}

function secondsOf(value: string): number | undefined {
  if (!/^\d{1,9}(\.\d+)?$/.test(value)) return undefined
  return Math.min(Math.ceil(Number(value) * 1000), MOST_MS)
}
