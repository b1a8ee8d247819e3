import type { Resend } from 'resend'
import { explained } from '../domain/provider-sentence.ts'
import type { SendOutcome, Transport } from '../domain/transport.ts'
import { watchConnection } from './connection-watch.ts'
import { startDeadline } from './deadline.ts'
import type { EmailSender } from './email-headers.ts'
import type { HeadersListener } from './provider-headers.ts'
import { repeatOutcome, resendBatchOutcomes, resendBatchRefusal } from './resend-batch.ts'
import { type ResendEmail, resendEmail } from './resend-email.ts'
import { type ResendError, resendErrorOutcome, resendStatus } from './resend-errors.ts'
import { RESEND_STATUSES } from './resend-receipts.ts'

export interface ResendTransportOptions extends EmailSender {
  readonly apiKey: string
  /** Its name in the ledger. Default: `resend`. */
  readonly provider?: string | undefined
  /** Default: `https://api.resend.com`. */
  readonly baseUrl?: string | undefined
  /** How long one request may take, in milliseconds. Default: 10 seconds. */
  readonly deadlineMs?: number | undefined
  readonly onHeaders?: HeadersListener | undefined
}

/** Sends emails with Resend. With its idempotency keys a repeated request is safe for 24 hours. */
export function createResendTransport(options: ResendTransportOptions): Transport {
  const { provider = 'resend', deadlineMs = 10_000, onHeaders } = options
  const open = resendOpener(options)

  return {
    channel: 'email',
    provider,
    idempotent: true,
    batchSize: 100,

    prepare: (messages) => messages.map((message) => resendEmail(message, options)),

    async send(body, { idempotencyKey, signal, mayBegin = () => true }) {
      const emails = storedEmails(body)
      const [first] = emails
      if (first === undefined) return []
      const alone = emails.length === 1
      const resend = await open()

      using deadline = startDeadline(deadlineMs, signal)
      using connection = watchConnection(idempotencyKey, mayBegin)
      const request = { idempotencyKey, signal: deadline.signal }
      const answer = alone
        ? await resend.emails.send(first, request)
        : await resend.batch.send([...emails], { ...request, batchValidation: 'permissive' })

      const headers = answer.headers ?? {}
      // The SDK does not check the JSON of an error, so `error` may be null after a failure.
      const error: ResendError | null = answer.data === null ? (answer.error ?? {}) : null
      if (answer.headers) onHeaders?.(headers, error ? resendStatus(error) : 200)

      if (error) {
        const unsent = connection.failure()
        const reported = unsent
          ? ({ kind: 'deferred', code: unsent } as const)
          : resendErrorOutcome(error, headers, deadline.ended)
        // Without a status the sentence is the SDK's own.
        const outcome = resendStatus(error) === null ? reported : explained(reported, error.message)
        return repeatOutcome(alone ? outcome : resendBatchRefusal(outcome), emails.length)
      }
      return alone ? [aloneOutcome(answer.data)] : resendBatchOutcomes(answer.data, emails.length)
    },

    async lookUp(id) {
      const resend = await open()
      using deadline = startDeadline(deadlineMs)
      const answer = await resend.emails.get(id, { signal: deadline.signal })
      if (answer.headers)
        onHeaders?.(answer.headers, answer.error ? resendStatus(answer.error) : 200)
      if (!answer.data) return { kind: DENIED.has(answer.error.name) ? 'denied' : 'unclear' }
      const event = `email.${answer.data.last_event}`
      const status = Object.hasOwn(RESEND_STATUSES, event) ? RESEND_STATUSES[event] : undefined
      // The last event contains neither the kind of a bounce nor its recipient, so only a report suppresses.
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

/** Loads the SDK with the first email. */
function resendOpener({
  apiKey,
  baseUrl = 'https://api.resend.com',
}: ResendTransportOptions): () => Promise<Resend> {
  // The SDK would read missing values from the environment.
  if (apiKey === '') throw new TypeError('The Resend transport needs an API key.')
  let opened: Promise<Resend> | undefined
  return () => {
    opened ??= open()
    return opened
  }

  async function open(): Promise<Resend> {
    const sdk = await import('resend')
    const resend = new sdk.Resend(apiKey, {
      baseUrl: baseUrl.replace(/\/+$/, ''),
      userAgent: 'bellhop',
    })
    // RESEND_DEBUG makes it log errors that quote addresses. There is no option to prevent that.
    Object.assign(resend, { debug: false })
    return resend
  }
}

function aloneOutcome(data: unknown): SendOutcome {
  const id = (data as { id?: unknown } | null)?.id
  return typeof id === 'string' && id !== ''
    ? { kind: 'accepted', providerMessageId: id }
    : { kind: 'unknown', code: 'unreadable_answer' }
}

/**
 * A body from the ledger is as `prepare` made it. It is not parsed again: the schema of a later version
 * could change the order of fields or drop one, and Resend refuses a repeat that differs.
 */
function storedEmails(body: unknown): readonly ResendEmail[] {
  return body as readonly ResendEmail[]
}
