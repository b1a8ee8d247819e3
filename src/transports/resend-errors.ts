import { rateLimitResetMs, retryAfterMs } from '../domain/rate-limit.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { DeadlineEnd } from './deadline.ts'
import type { ProviderHeaders } from './provider-headers.ts'

/** What the SDK calls an error. Any of it may be missing: the body of a gateway passes unchecked. */
export interface ResendError {
  readonly name?: unknown
  readonly statusCode?: unknown
  readonly message?: unknown
}

/**
 * Faults of the set-up or of the account. They say nothing about the message, which must outlive
 * them; the status varies with the age of the documentation, so the name decides.
 */
const CONFIGURATION_NAMES = new Set([
  'missing_api_key',
  'invalid_api_key',
  'restricted_api_key',
  'suspended_api_key',
  'invalid_permission',
  'invalid_from_address',
  'not_found',
  'method_not_allowed',
])

/**
 * What Resend calls a `validation_error` or `invalid_parameter`, although it is about our key or our
 * settings and not about the message. Only the sentence tells. The code is what Resend calls it elsewhere.
 */
const FAULTS_BY_SENTENCE: readonly (readonly [RegExp, Fault])[] = [
  [/^API key is (?:invalid|missing)/i, { code: 'invalid_api_key', stops: 'configuration' }],
  [/^(?:Invalid|Missing) `from` field/i, { code: 'invalid_from_address', stops: 'configuration' }],
  [/^Invalid `reply_?to` field/i, { code: 'invalid_reply_to', stops: 'configuration' }],
  // The domain that Resend lends for first tries reaches the owner of the account alone.
  [/^You can only send testing emails/i, { code: 'testing_domain', stops: 'if_others_too' }],
]

interface Fault {
  readonly code: string
  readonly stops: 'configuration' | 'if_others_too'
}

/** The outcome for what `message` says is not the message's fault, or null for any other sentence. */
export function faultBySentence(message: unknown): SendOutcome | null {
  if (typeof message !== 'string') return null
  const [, fault] = FAULTS_BY_SENTENCE.find(([sentence]) => sentence.test(message)) ?? []
  return fault ? { kind: 'deferred', ...fault } : null
}

const QUOTA_NAMES = new Set(['daily_quota_exceeded', 'monthly_quota_exceeded'])

/** A wrong key, an account that has to pay. */
const CONFIGURATION_STATUSES = new Set([401, 402, 407])

/** The key may not do this, or the base URL is not Resend's. */
const FORBIDDEN_STATUSES = new Set([403, 404, 405])

/** 4xx that do not condemn the message: not read in time, and every conflict of keys. */
const UNDECIDED_STATUSES = new Set([408, 409])

/** What an error answer, or the lack of any answer, means for every message of the request. */
export function resendErrorOutcome(
  error: ResendError,
  headers: ProviderHeaders,
  ended: DeadlineEnd | null,
): SendOutcome {
  const status = resendStatus(error)
  const name = nameOf(error)
  // The SDK has one error for refused, reset, aborted and unreadable, with no status and no cause.
  if (status === null && (name === null || name === 'application_error')) {
    return { kind: 'unknown', code: ended ?? 'no_answer' }
  }
  // The key was used with another body: that request got through, and its id is not told again.
  if (name === 'invalid_idempotent_request') return { kind: 'accepted', providerMessageId: null }

  const isOurs = status !== null && status >= 400 && status < 500
  const fault = isOurs ? faultBySentence(error.message) : null
  if (fault) return fault

  const code = name ?? `http_${status}`
  if (QUOTA_NAMES.has(code)) return { ...deferred(code, headers), stops: 'quota' }
  if (code === 'rate_limit_exceeded' || status === 429) return deferred(code, headers)
  const stops = stopOf(status, name)
  if (stops) return { ...deferred(code, headers), stops }
  if (isOurs && !UNDECIDED_STATUSES.has(status)) return { kind: 'refused', code }
  // 5xx, `concurrent_idempotent_requests` (the earlier request is still under way) and whatever else
  // Resend may invent: repeating it under the same key is safe and brings the truth.
  return { kind: 'unknown', code }
}

function stopOf(status: number | null, name: string | null): Fault['stops'] | null {
  if (name !== null && CONFIGURATION_NAMES.has(name)) return 'configuration'
  if (status === null) return null
  if (CONFIGURATION_STATUSES.has(status)) return 'configuration'
  if (!FORBIDDEN_STATUSES.has(status)) return null
  // A `validation_error` with 403 is a domain that is not verified. A name that we do not know may be
  // about this recipient; without a name it is not Resend that answers.
  const known = name === null || name === 'validation_error' || name === 'application_error'
  return known ? 'configuration' : 'if_others_too'
}

/** The status of an error as its body tells it; the SDK does not hand out the response's own. */
export function resendStatus(error: ResendError): number | null {
  return typeof error.statusCode === 'number' ? error.statusCode : null
}

function deferred(code: string, headers: ProviderHeaders) {
  // A window that is used up reopens at its reset; a quota does not.
  const waitMs =
    retryAfterMs(headers) ??
    (code === 'rate_limit_exceeded' ? rateLimitResetMs(headers) : undefined)
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs }
  return { kind: 'deferred' as const, code, ...wait }
}

/** Only what looks like a name: free text could carry an address into the ledger and the logs. */
function nameOf({ name }: ResendError): string | null {
  return typeof name === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(name) ? name : null
}
