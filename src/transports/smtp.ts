import type { SendOutcome, Transport } from '../domain/transport.ts'
import { startDeadline } from './deadline.ts'
import type { EmailSender } from './email-headers.ts'
import type { HeadersListener } from './provider-headers.ts'
import { type SmtpEmail, smtpEmail } from './smtp-email.ts'
import { isThrottled, smtpFailureOutcome } from './smtp-errors.ts'
import { openSmtpPool, type SmtpPool } from './smtp-pool.ts'
import type { SmtpServer } from './smtp-server.ts'

export interface SmtpTransportOptions extends EmailSender, SmtpServer {
  /** The most connections at once. Default: 4. */
  readonly connections?: number | undefined
  /** How long it may take until the data begins, in milliseconds. Default: 10 seconds. */
  readonly deadlineMs?: number | undefined
  /** How long the data and the reply to it may take, in milliseconds. Default: 60 seconds. */
  readonly dataDeadlineMs?: number | undefined
  /** Called with the status 429 if the server asks for fewer messages per second. */
  readonly onHeaders?: HeadersListener | undefined
  /** Called when a copy (`bcc`) was not taken. The message itself was. */
  readonly onCopyFailed?: ((code: string) => void) | undefined
}

// How long copies may take when the service stops.
const COPIES_MS = 2_000

/**
 * Hands emails over to a mail server. SMTP cannot recognise a repeated message, so one whose data has begun
 * and got no reply is not repeated.
 */
export function createSmtpTransport(options: SmtpTransportOptions): Transport {
  // Nothing is lost by waiting for the reply to the data, and without it the message stays in doubt.
  const { connections = 4, deadlineMs = 10_000, dataDeadlineMs = 60_000, onHeaders } = options
  let pool: Promise<SmtpPool> | undefined
  const copies = new Set<Promise<void>>()
  const closing = new AbortController()
  const openPool = () => {
    pool ??= openSmtpPool({
      ...options,
      connections,
      setUpMs: deadlineMs,
      silenceMs: dataDeadlineMs,
    })
    return pool
  }

  async function submit(email: SmtpEmail, to: string, signal?: AbortSignal): Promise<SendOutcome> {
    using deadline = startDeadline(deadlineMs, signal)
    let dataBegun = false
    try {
      const opened = await openPool()
      const providerMessageId = await opened.submit(email, {
        to,
        signal: deadline.signal,
        onData() {
          dataBegun = true
          deadline.restart(dataDeadlineMs)
        },
      })
      return { kind: 'accepted', providerMessageId }
    } catch (error) {
      const failure = (error ?? {}) as object
      if (isThrottled(failure)) onHeaders?.({}, 429)
      return smtpFailureOutcome(failure, { dataBegun, ended: deadline.ended })
    }
  }

  // A message of its own after the message: one with two recipients could be taken for one of them only,
  // and would then be neither sent nor unsent.
  function sendCopy(email: SmtpEmail, to: string): void {
    const copy = submit(email, to, closing.signal).then((outcome) => {
      copies.delete(copy)
      if (outcome.kind !== 'accepted') options.onCopyFailed?.(outcome.code)
    })
    copies.add(copy)
  }

  return {
    channel: 'email',
    provider: 'smtp',
    idempotent: false,
    batchSize: 1,

    prepare(messages, now) {
      const [message, ...others] = messages
      if (message === undefined || others.length > 0) {
        throw new RangeError(`SMTP takes one email at a time, not ${messages.length}.`)
      }
      return smtpEmail(message, options, now)
    },

    async send(body, { signal }) {
      const email = storedEmail(body)
      const outcome = await submit(email, email.to.address, signal)
      if (outcome.kind === 'accepted' && email.bcc) sendCopy(email, email.bcc.address)
      return [outcome]
    },

    async close() {
      const timer = setTimeout(() => closing.abort(), COPIES_MS)
      await Promise.all(copies)
      clearTimeout(timer)
      const opened = await pool?.catch(() => null)
      opened?.close()
    },
  }
}

/** A body from the ledger is as `prepare` made it. */
function storedEmail(body: unknown): SmtpEmail {
  return body as SmtpEmail
}
