/** Response headers of a provider, names in lower case. */
export type ProviderHeaders = Readonly<Record<string, string>>

/**
 * Hears of every answer of a provider, good or bad, so that a limiter can follow `ratelimit-*` and
 * `retry-after`. Status is null where the SDK keeps it to itself. Must not throw.
 */
export type HeadersListener = (headers: ProviderHeaders, status: number | null) => void
