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
