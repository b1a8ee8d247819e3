/** Response headers of a provider, names in lower case. */
export type ProviderHeaders = Readonly<Record<string, string>>

/**
 * Called with the headers of every answer of a provider, also of errors, so that a limiter can follow
 * `ratelimit-*` and `retry-after`. The status is null if the SDK hides it. Must not throw.
 */
export type HeadersListener = (headers: ProviderHeaders, status: number | null) => void
