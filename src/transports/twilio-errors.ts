import { explained } from '../domain/provider-sentence.ts'
import { retryAfterMs } from '../domain/rate-limit.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { DeadlineEnd } from './deadline.ts'
import type { ProviderHeaders } from './provider-headers.ts'
import type { TwilioExchange } from './twilio-exchange.ts'

// Twilio does not accept the URL of the status callback. The message was not queued.
const CALLBACK_REFUSED = 21609

/**
 * Faults of the settings or of the account. The message is not the cause and must be kept.
 * https://www.twilio.com/docs/api/errors
 */
const CONFIGURATION_CODES = new Set([
  10001, // account not active
  21212, // From: invalid
  21267, // From: an alphanumeric sender on a trial account
  21601, // From: cannot send SMS
  21603, // From: missing
  CALLBACK_REFUSED,
  21654, // content template: does not exist
  21655, // content template: invalid
  21656, // content template: invalid variables
  21659, // From: not a Twilio number
  21660, // From: of another account
  21661, // From: cannot send SMS
  21701, // Messaging Service: does not exist
  21702, // Messaging Service: empty
  21703, // Messaging Service: no sender
  21705, // Messaging Service: invalid
  21910, // From: of another channel than SMS
  30002, // account suspended
  63007, // From: of another channel than SMS
])

/** Faults of authentication, permissions and URLs of the API, which never concern a single message. */
function isApiFault(code: number): boolean {
  return code >= 20_000 && code < 20_500
}

/**
 * Nothing was queued, and the cause is either the destination or our settings: a sender that may not send
 * to this country, a country that is not switched on, a trial account.
 */
const RECIPIENT_OR_CONFIGURATION_CODES = new Set([
  21219, // trial account: number is not verified
  21408, // country is not permitted
  21606, // From: not valid for this destination, or not owned
  21608, // trial account: number is not verified
  21612, // no route from this sender to this destination
  21704, // Messaging Service: no sender for this country
])

/** Faults of WhatsApp and other channels. They may concern one destination or all of them. */
function isChannelFault(code: number): boolean {
  return code >= 63_000 && code < 64_000
}

/** The account has used up its quota. */
const QUOTA_CODES = new Set([
  63038, // daily limit of messages
])

/** Nothing was queued, and the message is not the cause. */
const TRANSIENT_CODES = new Set([
  20429, // too many requests
  21611, // more than ten hours of messages wait for this sender
  63017, // too many messages per second
  63018, // too many messages per second
])

/**
 * The outcome of a request that returned no message. The SDK throws in all these cases. Its error says less
 * than the exchange does (null if there was none).
 */
export function twilioFailureOutcome(
  error: unknown,
  exchange: Pick<TwilioExchange, 'answer' | 'connected'> | null,
  ended: DeadlineEnd | null,
): SendOutcome {
  const code = (error as { code?: unknown } | null)?.code
  if (exchange?.answer) {
    const { message } = (error ?? {}) as { message?: unknown }
    // Without a code the sentence is the SDK's own.
    const outcome = answerOutcome(exchange.answer, code)
    return typeof code === 'number' ? explained(outcome, message) : outcome
  }
  const name = ended ?? networkErrorName(code)
  if (exchange?.connected) return { kind: 'unknown', code: name }
  return { kind: 'deferred', code: name === 'timeout' ? 'connect_timeout' : name }
}

/** Whether the request failed because of its status callback, and would succeed without it. */
export function isCallbackRefused(outcome: SendOutcome): boolean {
  return outcome.kind === 'deferred' && outcome.code === String(CALLBACK_REFUSED)
}

function answerOutcome(
  { status, headers }: NonNullable<TwilioExchange['answer']>,
  errorCode: unknown,
): SendOutcome {
  // Twilio has accepted the message, but the SDK could not read the answer.
  if (status >= 200 && status < 300) return { kind: 'unknown', code: 'unreadable_answer' }

  const number = typeof errorCode === 'number' && errorCode > 0 ? errorCode : null
  const code = number === null ? `http_${status}` : String(number)

  if (number !== null && QUOTA_CODES.has(number)) {
    return { ...deferred(code, headers), stops: 'quota' }
  }
  // Only for 429 does Twilio document that the request was not processed and may be repeated.
  if (status === 429) return deferred(code, headers)
  // After a 5xx the SMS may still have been sent (error 20500 says so), and there is no key for a safe
  // repeat. A redirect and a 408 leave it open too.
  if (status < 400 || status >= 500 || status === 408) return { kind: 'unknown', code }
  if (number !== null && TRANSIENT_CODES.has(number)) return deferred(code, headers)
  const stops = stopOf(status, number)
  if (stops) return { ...deferred(code, headers), stops }
  // Twilio adds codes without notice. An unknown refusal counts as a refusal of this message.
  return { kind: 'refused', code }
}

function stopOf(status: number, code: number | null): 'configuration' | 'if_others_too' | null {
  const forbidden = status === 403 || status === 404
  // Without a code another server has answered: TWILIO_BASE_URL is wrong.
  if (status === 401 || (forbidden && code === null)) return 'configuration'
  if (code === null) return null
  if (isApiFault(code) || CONFIGURATION_CODES.has(code)) return 'configuration'
  if (forbidden || isChannelFault(code) || RECIPIENT_OR_CONFIGURATION_CODES.has(code)) {
    return 'if_others_too'
  }
  return null
}

function deferred(code: string, headers: ProviderHeaders) {
  const waitMs = retryAfterMs(headers)
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs }
  return { kind: 'deferred' as const, code, ...wait }
}

/** A name such as `ECONNRESET`, never a sentence. */
function networkErrorName(code: unknown): string {
  if (code === 'TOO_LATE') return 'too_late'
  // The SDK's own timeout, which may come just before ours.
  if (code === 'ECONNABORTED') return 'timeout'
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : 'no_answer'
}
