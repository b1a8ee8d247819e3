import type { PostOutcome } from '../../../domain/alert-target.ts'
import type { Notice } from '../notice.ts'

export interface AlertRequest {
  readonly url: string
  /** Besides `content-type` and `user-agent`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface AlertAnswer {
  readonly status: number
  readonly retryAfter: string | null
  readonly text: string
}

/** How a service wants alerts to be written, and how it answers. */
export interface Format {
  /** Whether the service is told that a problem is over. */
  readonly tellsEnds: boolean
  /** Null if the service is not told this. */
  readonly write: (notice: Notice) => AlertRequest | null
  readonly judge: (answer: AlertAnswer) => PostOutcome
}

/** The outcome by the status alone, for services whose 4xx say that the request itself is wrong. */
export function outcomeByStatus(
  { status, retryAfter }: AlertAnswer,
  detail?: string | undefined,
): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const why = `answered ${status}${detail ? ` (${detail})` : ''}`
  const mayPass = status >= 500 || [408, 425, 429].includes(status)
  return mayPass ? { kind: 'failed', why, ...waitOf(retryAfter) } : { kind: 'refused', why }
}

// Longer than any of these services asks for. A mistaken answer must not hold up alerts for ever.
const MOST_SECONDS = 3_600

/** How long to wait, given in seconds. */
export function waitOf(seconds: unknown): { readonly retryAfterMs?: number } {
  if (seconds === null || seconds === undefined || seconds === '') return {}
  const wait = Number(seconds)
  return wait > 0 ? { retryAfterMs: Math.ceil(Math.min(wait, MOST_SECONDS) * 1_000) } : {}
}

/** A field of a JSON answer; undefined if there is none. */
export function fieldOf(text: string, ...path: readonly string[]): unknown {
  try {
    return path.reduce<unknown>(
      (value, name) => (value as Readonly<Record<string, unknown>> | null)?.[name],
      JSON.parse(text),
    )
  } catch {
    return undefined
  }
}

/** The text if it is a code such as `no_service`. Anything else may quote the request, which has secrets. */
export function codeOnly(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^[\w ]{1,40}$/.test(text.trim()) ? text.trim() : undefined
}
