export interface RateLimit {
  /** Requests in one window. */
  readonly limit: number
  /** Defaults to one second. */
  readonly windowMs?: number
}

/** A rate limit that starts anew with every full window, as Resend's does. */
export function createFixedWindow({ limit, windowMs = 1000 }: RateLimit, now: () => Date) {
  let current = Number.NaN
  let used = 0
  return {
    /** Counts one request; returns whether it is allowed, and the headers of the answer. */
    take(): { readonly allowed: boolean; readonly headers: Record<string, string> } {
      const time = now().getTime()
      const window = Math.floor(time / windowMs)
      if (window !== current) used = 0
      current = window
      used += 1
      const allowed = used <= limit
      const reset = String(Math.ceil(((window + 1) * windowMs - time) / 1000))
      return {
        allowed,
        headers: {
          'ratelimit-limit': String(limit),
          'ratelimit-remaining': String(Math.max(0, limit - used)),
          'ratelimit-reset': reset,
          'ratelimit-policy': `${limit};w=${windowMs / 1000}`,
          ...(allowed ? {} : { 'retry-after': reset }),
        },
      }
    },
  }
}
