import { rateLimitResetMs, retryAfterMs } from '../domain/rate-limit.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { DeadlineEnd } from './deadline.ts'
import type { ProviderHeaders } from './provider-headers.ts'

/** An error of the SDK. Any field may be missing, because the SDK does not check the body of a gateway. */
export interface ResendError {
  readonly name?: unknown
  readonly statusCode?: unknown
  readonly message?: unknown
}

/**
 * Faults of the settings or of the account. The message is not the cause and must be kept. The name
 * decides, because the status differs between versions of the documentation.
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
 * Errors that Resend names `validation_error` or `invalid_parameter`, although the cause is our key or our
 * settings, not the message. Only the sentence shows it. The code is Resend's name for the same fault
 * elsewhere.
 */
const FAULTS_BY_SENTENCE: readonly (readonly [RegExp, Fault])[] = [
  [/^API key is (?:invalid|missing)/i, { code: 'invalid_api_key', stops: 'configuration' }],
  [/^(?:Invalid|Missing) `from` field/i, { code: 'invalid_from_address', stops: 'configuration' }],
  [/^Invalid `reply_?to` field/i, { code: 'invalid_reply_to', stops: 'configuration' }],
  // Resend's domain for first tries can only send to the owner of the account.
  [/^You can only send testing emails/i, { code: 'testing_domain', stops: 'if_others_too' }],
]

interface Fault {
  readonly code: string
  readonly stops: 'configuration' | 'if_others_too'
}

/** The outcome if the sentence names a fault that the message has not caused; null for any other sentence. */
export function faultBySentence(message: unknown): SendOutcome | null {
  if (typeof message !== 'string') return null
  const [, fault] = FAULTS_BY_SENTENCE.find(([sentence]) => sentence.test(message)) ?? []
  return fault ? { kind: 'deferred', ...fault } : null
}

const QUOTA_NAMES = new Set(['daily_quota_exceeded', 'monthly_quota_exceeded'])

/** The key is wrong, or the account must be paid. */
const CONFIGURATION_STATUSES = new Set([401, 402, 407])

/** The key may not do this, or the base URL is not Resend's. */
const FORBIDDEN_STATUSES = new Set([403, 404, 405])

/** 4xx that are no refusal of the message: it was not read in time, or its key is in use. */
const UNDECIDED_STATUSES = new Set([408, 409])

/** The outcome of each message of a request that got an error or no answer. */
export function resendErrorOutcome(
  error: ResendError,
  headers: ProviderHeaders,
  ended: DeadlineEnd | null,
): SendOutcome {
  const status = resendStatus(error)
  const name = nameOf(error)
  // The SDK has one error for refused and reset connections, aborted requests and unreadable answers. It has
  // no status and no cause.
  if (status === null && (name === null || name === 'application_error')) {
    return { kind: 'unknown', code: ended ?? 'no_answer' }
  }
  // The key was used with another body: that request was accepted, and its id cannot be read again.
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
  // 5xx, `concurrent_idempotent_requests` (the earlier request is still in progress) and unknown errors.
  // A repeat with the same key is safe and returns the result.
  return { kind: 'unknown', code }
}

function stopOf(status: number | null, name: string | null): Fault['stops'] | null {
  if (name !== null && CONFIGURATION_NAMES.has(name)) return 'configuration'
  if (status === null) return null
  if (CONFIGURATION_STATUSES.has(status)) return 'configuration'
  if (!FORBIDDEN_STATUSES.has(status)) return null
  // A `validation_error` with 403 is a domain that is not verified. If the name is unknown, the
  // recipient may be the cause. Without a name, another server has answered.
  const known = name === null || name === 'validation_error' || name === 'application_error'
  return known ? 'configuration' : 'if_others_too'
}

/** The status in the body of an error. The SDK does not return the status of the response. */
export function resendStatus(error: ResendError): number | null {
  return typeof error.statusCode === 'number' ? error.statusCode : null
}

function deferred(code: string, headers: ProviderHeaders) {
  // `ratelimit-reset` is the end of a window, not of a quota.
  const waitMs =
    retryAfterMs(headers) ??
    (code === 'rate_limit_exceeded' ? rateLimitResetMs(headers) : undefined)
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs }
  return { kind: 'deferred' as const, code, ...wait }
}

/** The name, if it has the form of one: free text could bring an address into the ledger and the logs. */
function nameOf({ name }: ResendError): string | null {
  return typeof name === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(name) ? name : null
}
