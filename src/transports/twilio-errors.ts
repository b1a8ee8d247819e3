import { explained } from '../domain/provider-sentence.ts'
import { retryAfterMs } from '../domain/rate-limit.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { DeadlineEnd } from './deadline.ts'
import type { ProviderHeaders } from './provider-headers.ts'
import type { TwilioExchange } from './twilio-exchange.ts'

// Status callback: not a URL that Twilio takes. The message was not queued.
const CALLBACK_REFUSED = 21609

/**
 * Faults of the set-up or of the account. They say nothing about the message, which must outlive
 * them. https://www.twilio.com/docs/api/errors
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

/** Authentication, permissions and addresses of the API: never about one message. */
function isApiFault(code: number): boolean {
  return code >= 20_000 && code < 20_500
}

/**
 * Nothing was queued, and either the destination is to blame or our settings are: a sender that may
 * not write to this country, a country that is not switched on, an account on trial.
 */
const RECIPIENT_OR_CONFIGURATION_CODES = new Set([
  21219, // trial account: number is not verified
  21408, // country is not permitted
  21606, // From: not valid for this destination, or not ours
  21608, // trial account: number is not verified
  21612, // no route from this sender to this destination
  21704, // Messaging Service: no sender for this country
])

/** WhatsApp and other channels, which a message for one destination or all of them may end up with. */
function isChannelFault(code: number): boolean {
  return code >= 63_000 && code < 64_000
}

/** The account has used up what it may send for now. */
const QUOTA_CODES = new Set([
  63038, // daily limit of messages
])

/** Nothing was queued, and the message is not to blame. */
const TRANSIENT_CODES = new Set([
  20429, // too many requests
  21611, // more than ten hours of messages wait for this sender
  63017, // too many messages per second
  63018, // too many messages per second
])

/**
 * What a request that did not end in a message means. The SDK throws for all of it; what it throws
 * decides less than what is known about the exchange (null: there was none).
 */
export function twilioFailureOutcome(
  error: unknown,
  exchange: Pick<TwilioExchange, 'answer' | 'connected'> | null,
  ended: DeadlineEnd | null,
): SendOutcome {
  const code = (error as { code?: unknown } | null)?.code
  if (exchange?.answer) {
    const { message } = (error ?? {}) as { message?: unknown }
    // Without a code it is the SDK that speaks.
    const outcome = answerOutcome(exchange.answer, code)
    return typeof code === 'number' ? explained(outcome, message) : outcome
  }
  const name = ended ?? networkErrorName(code)
  if (exchange?.connected) return { kind: 'unknown', code: name }
  return { kind: 'deferred', code: name === 'timeout' ? 'connect_timeout' : name }
}

/** Whether the request failed because of its status callback, and would pass without it. */
export function isCallbackRefused(outcome: SendOutcome): boolean {
  return outcome.kind === 'deferred' && outcome.code === String(CALLBACK_REFUSED)
}

function answerOutcome(
  { status, headers }: NonNullable<TwilioExchange['answer']>,
  errorCode: unknown,
): SendOutcome {
  // A success that the SDK could not read: the message exists.
  if (status >= 200 && status < 300) return { kind: 'unknown', code: 'unreadable_answer' }

  const number = typeof errorCode === 'number' && errorCode > 0 ? errorCode : null
  const code = number === null ? `http_${status}` : String(number)

  if (number !== null && QUOTA_CODES.has(number)) {
    return { ...deferred(code, headers), stops: 'quota' }
  }
  // Twilio says of 429 alone that the request was not processed and is safe to repeat.
  if (status === 429) return deferred(code, headers)
  // A POST that ended in a 5xx may have been sent all the same (error 20500 says so), and there is no
  // key to repeat it under. A redirect or a 408 says nothing about it either.
  if (status < 400 || status >= 500 || status === 408) return { kind: 'unknown', code }
  if (number !== null && TRANSIENT_CODES.has(number)) return deferred(code, headers)
  const stops = stopOf(status, number)
  if (stops) return { ...deferred(code, headers), stops }
  // Codes are added without notice. A refusal that we do not know is a refusal of this message.
  return { kind: 'refused', code }
}

function stopOf(status: number, code: number | null): 'configuration' | 'if_others_too' | null {
  const forbidden = status === 403 || status === 404
  // Without a code it is not Twilio that answers: TWILIO_BASE_URL is wrong.
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

/** `ECONNRESET` and its like; only what looks like a name, never a message. */
function networkErrorName(code: unknown): string {
  // What the SDK's own timeout is called; it may fire just before our deadline.
  if (code === 'ECONNABORTED') return 'timeout'
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : 'no_answer'
}
