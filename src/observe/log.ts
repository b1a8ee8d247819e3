import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import type { DeliveryRecord } from '../delivery/signals.ts'
import { ASK_DOCTOR } from '../domain/doctor.ts'
import type { WebhookRecord } from '../http/clerk-webhook.ts'
import type { StrayWebhook } from '../http/stray-webhooks.ts'
import type { SignInRecord } from '../ops/access/sign-in-record.ts'

export type { Logger }

// A second protection; the first is that no code logs these. Under these names an object that is logged
// by mistake would contain something that must never be in a log.
const SECRET_KEYS = new Set([
  'html',
  'text',
  'body',
  'subject',
  'message_body',
  'content',
  'variables',
  'code',
  'otp_code',
  'link',
  'magic_link',
  'action_url',
  'to',
  'recipient',
  'emailAddress',
  'email_address',
  'phoneNumber',
  'phone_number',
  'authorization',
  'apiKey',
  'authToken',
  'secret',
  'token',
  'parameters',
  'detail',
  'where',
])

/** The log: one JSON object per line, on stdout by default. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // With patterns, Pino's own `redact` makes a line ten times as expensive, and only looks as deep as
    // the patterns do.
    formatters: { level: (label) => ({ level: label }), log: withoutSecrets },
    serializers: { err: describeError },
  } satisfies LoggerOptions
  return destination ? pino(options, destination) : pino(options)
}

// Deeper values are not logged. This also ends circular references.
const DEPTH = 5

function withoutSecrets(fields: object, depth = DEPTH): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      SECRET_KEYS.has(key) ? '[redacted]' : shown(value, depth),
    ]),
  )
}

function shown(value: unknown, depth: number): unknown {
  // Errors have their own serializer; dates and similar objects contain no secrets.
  const kind = Object.prototype.toString.call(value)
  if (kind !== '[object Object]' && kind !== '[object Array]') return value
  if (depth === 0) return '[too deep]'
  return Array.isArray(value)
    ? value.map((entry) => shown(entry, depth - 1))
    : withoutSecrets(value as object, depth - 1)
}

/**
 * The parts of an error that are safe to print. PostgreSQL quotes the offending row in `detail`, and
 * messages of libraries may quote their input; the class and the code identify the error.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error ? { errorCode: String(error.code) } : {}
  return {
    type: error.name,
    ...code,
    message: withoutPersonalData(error.message),
    stack: framesOf(error),
  }
}

function framesOf(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n')
}

function withoutPersonalData(message: string): string {
  return message
    .replace(/(?<![^\s"'<>(),;:])[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g, '[address]')
    .replace(/https?:\/\/\S+/g, '[link]')
    .replace(/\+?\d[\d\s-]{4,}\d/g, '[number]')
}

// A template's error may quote its input, and a code is too short to be recognised as one.
function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const message = error.message.replace(/(?<!\S)\S*\d\S*/g, '[value]')
  const { name, stack } = error
  return Object.assign(new Error(message), { name, stack })
}

/** One line per webhook, with a higher level when a person should look at it. */
export function logWebhook(log: Logger, line: WebhookRecord): void {
  const { error, fault, bySvix: _, ...record } = line
  const fields = { ...record, ...fault, ...(error === undefined ? {} : { err: error }) }
  const odd = record.assumed || (record.answer === 'ignored' && record.reason)
  if (record.answer === 'unavailable') log.error(fields, 'webhook')
  else if (/^(?:invalid|body|too)_/.test(record.answer) || odd) log.warn(fields, 'webhook')
  else log.info(fields, 'webhook')
}

/** One line per webhook that was posted to a path that accepts none. */
export function logStray(log: Logger, stray: StrayWebhook): void {
  log.warn(
    stray,
    'no webhook is taken here: Clerk posts to /api/webhooks, Resend and Twilio to theirs if they are set up',
  )
}

/** One line when a template or a catalogue cannot be used. */
export function logTemplateFailure(
  log: Logger,
  { title, cause }: { readonly title: string; readonly cause: string },
): void {
  log.error(`${title}, so Clerk's own text is sent instead, if there is one: ${cause}`)
}

/** One line per message and attempt. */
export function logDelivery(log: Logger, { code, error, ...record }: DeliveryRecord): void {
  // `code` is the name of an error here, and the name of a secret everywhere else.
  const fields = code === undefined ? record : { ...record, reason: code }
  if (error !== undefined) {
    const level = code === 'template_error' ? 'error' : 'warn'
    log[level]({ ...fields, err: withoutValues(error) }, 'our template could not be used')
    return
  }
  if (record.outcome === 'refused' || record.outcome === 'failed') log.warn(fields, 'delivery')
  else log.info(fields, 'delivery')
}

/** One line when a transport is stopped, with the cause, and one when it works again. */
export function logTransport(
  log: Logger,
  {
    takenOverBy,
    ...transport
  }: { readonly channel: string; readonly provider: string; readonly takenOverBy?: string },
  stoppedBy: string | null,
): void {
  if (stoppedBy === null) log.info(transport, 'transport works again')
  else if (takenOverBy)
    log.error(
      { ...transport, takenOverBy, reason: stoppedBy },
      `transport stopped: ${takenOverBy} takes over until the cause is removed. ${ASK_DOCTOR}`,
    )
  else
    log.error(
      { ...transport, reason: stoppedBy },
      `transport stopped: nothing is sent through it until the cause is removed. ${ASK_DOCTOR}`,
    )
}

/** One line per sign-in with a token, and one when Clerk's keys do not work. */
export function logSignIn(log: Logger, record: SignInRecord): void {
  if (record.outcome === 'accepted') log.info(record, 'sign-in')
  else log.warn(record, 'sign-in')
}
