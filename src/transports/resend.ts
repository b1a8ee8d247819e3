import { Resend } from 'resend'
import { explained } from '../domain/provider-sentence.ts'
import type { SendOutcome, Transport } from '../domain/transport.ts'
import { startDeadline } from './deadline.ts'
import type { HeadersListener } from './provider-headers.ts'
import { repeatOutcome, resendBatchOutcomes, resendBatchRefusal } from './resend-batch.ts'
import { type ResendEmail, type ResendSender, resendEmail } from './resend-email.ts'
import { type ResendError, resendErrorOutcome, resendStatus } from './resend-errors.ts'
import { RESEND_STATUSES } from './resend-receipts.ts'

export interface ResendTransportOptions extends ResendSender {
  readonly apiKey: string
  /** Defaults to `https://api.resend.com`. */
  readonly baseUrl?: string | undefined
  /** How long one request may take, in milliseconds. Defaults to 10 seconds. */
  readonly deadlineMs?: number | undefined
  readonly onHeaders?: HeadersListener | undefined
}

/** Email through Resend. Its idempotency keys make a repeated request harmless for 24 hours. */
export function createResendTransport(options: ResendTransportOptions): Transport {
  const { deadlineMs = 10_000, onHeaders } = options
  const resend = openResend(options)

  return {
    channel: 'email',
    provider: 'resend',
    idempotent: true,
    batchSize: 100,

    prepare: (messages) => messages.map((message) => resendEmail(message, options)),

    async send(body, { idempotencyKey, signal }) {
      const emails = storedEmails(body)
      const [first] = emails
      if (first === undefined) return []
      const alone = emails.length === 1

      using deadline = startDeadline(deadlineMs, signal)
      const request = { idempotencyKey, signal: deadline.signal }
      const answer = alone
        ? await resend.emails.send(first, request)
        : await resend.batch.send([...emails], { ...request, batchValidation: 'permissive' })

      const headers = answer.headers ?? {}
      // The SDK passes the JSON of an error on unchecked, so `error` may be null after a failure.
      const error: ResendError | null = answer.data === null ? (answer.error ?? {}) : null
      if (answer.headers) onHeaders?.(headers, error ? resendStatus(error) : 200)

      if (error) {
        const reported = resendErrorOutcome(error, headers, deadline.ended)
        // Without a status the message is the SDK's own.
        const outcome = resendStatus(error) === null ? reported : explained(reported, error.message)
        return repeatOutcome(alone ? outcome : resendBatchRefusal(outcome), emails.length)
      }
      return alone ? [aloneOutcome(answer.data)] : resendBatchOutcomes(answer.data, emails.length)
    },

    async lookUp(id) {
      using deadline = startDeadline(deadlineMs)
      const answer = await resend.emails.get(id, { signal: deadline.signal })
      if (answer.headers)
        onHeaders?.(answer.headers, answer.error ? resendStatus(answer.error) : 200)
      if (!answer.data) return { kind: DENIED.has(answer.error.name) ? 'denied' : 'unclear' }
      const event = `email.${answer.data.last_event}`
      const status = Object.hasOwn(RESEND_STATUSES, event) ? RESEND_STATUSES[event] : undefined
      // The last event does not name the kind of bounce or its recipient: only a report suppresses.
      return status
        ? {
            kind: 'found',
            status,
            detail: null,
            suppress: event === 'email.complained' ? 'complaint' : null,
          }
        : { kind: 'unclear' }
    },
  }
}

/** The errors of a key that has only sending access. */
const DENIED = new Set<string>(['restricted_api_key', 'missing_api_key', 'invalid_api_key'])

function openResend({
  apiKey,
  baseUrl = 'https://api.resend.com',
}: ResendTransportOptions): Resend {
  // The SDK would read missing values from the environment.
  if (apiKey === '') throw new TypeError('The Resend transport needs an API key.')
  const resend = new Resend(apiKey, { baseUrl: baseUrl.replace(/\/+$/, ''), userAgent: 'bellhop' })
  // RESEND_DEBUG makes it log errors whose messages quote addresses; there is no option against it.
  Object.assign(resend, { debug: false })
  return resend
}

function aloneOutcome(data: unknown): SendOutcome {
  const id = (data as { id?: unknown } | null)?.id
  return typeof id === 'string' && id !== ''
    ? { kind: 'accepted', providerMessageId: id }
    : { kind: 'unknown', code: 'unreadable_answer' }
}

/**
 * A body comes back from the ledger as `prepare` made it. It is not parsed again: a schema of a later
 * version could reorder or drop a field, and a repeat that differs is refused by Resend.
 */
function storedEmails(body: unknown): readonly ResendEmail[] {
  return body as readonly ResendEmail[]
}
