import type { CapturedMessage } from '../domain/captured-message.ts'
import type { Channel } from '../domain/message.ts'
import type { OutgoingEmail, OutgoingMessage, SendOutcome, Transport } from '../domain/transport.ts'

export interface CaptureTransportOptions {
  readonly channel: Channel
  /** Stores a message for the outbox. It may be called again for the same message. */
  readonly keep: (message: CapturedMessage) => Promise<void>
}

/** Stores every message for the outbox and sends nothing. */
export function createCaptureTransport({ channel, keep }: CaptureTransportOptions): Transport {
  return {
    channel,
    provider: 'capture',
    idempotent: true,
    batchSize: 100,

    prepare: (messages) => messages.map(toCaptured),

    async send(body) {
      const outcomes: SendOutcome[] = []
      for (const message of storedMessages(body)) outcomes.push(await capture(message, keep))
      return outcomes
    },
  }
}

async function capture(
  message: CapturedMessage,
  keep: CaptureTransportOptions['keep'],
): Promise<SendOutcome> {
  try {
    await keep(message)
    return { kind: 'accepted', providerMessageId: `capture-${message.id}` }
  } catch {
    return { kind: 'deferred', code: 'capture_failed' }
  }
}

function toCaptured(message: OutgoingMessage): CapturedMessage {
  const { id, channel, slug, to, code, link } = message
  return {
    id,
    channel,
    slug,
    to,
    ...(message.channel === 'email' ? emailOf(message) : { body: message.body }),
    ...(code === undefined ? {} : { code }),
    ...(link === undefined ? {} : { link }),
  }
}

function emailOf({ subject, html, text, sender }: OutgoingEmail) {
  return { subject, html, text, ...(sender ? { sender } : {}) }
}

/** A body from the ledger is as `prepare` made it. */
function storedMessages(body: unknown): readonly CapturedMessage[] {
  return body as readonly CapturedMessage[]
}
