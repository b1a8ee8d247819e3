import type { LookUp, SendOutcome, Transport } from '../domain/transport.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import type { HeadersListener } from './provider-headers.ts'
import { createTwilioClient, type OpenTwilioClient, type TwilioClient } from './twilio-client.ts'
import { isCallbackRefused, twilioFailureOutcome } from './twilio-errors.ts'
import { type TwilioMessage, type TwilioSender, twilioMessage } from './twilio-message.ts'
import { suppressionBy, TWILIO_STATUSES } from './twilio-receipts.ts'
import { isListedAs } from './twilio-text.ts'

export interface TwilioTransportOptions {
  readonly accountSid: string
  /** Either this or an API key with its secret. The key is preferred. */
  readonly authToken?: string | undefined
  readonly apiKey?: string | undefined
  readonly apiSecret?: string | undefined
  /** Preferred to `from`: the service chooses the number. One of the two is needed. */
  readonly messagingServiceSid?: string | undefined
  /** E.164 number, short code or alphanumeric sender. */
  readonly from?: string | undefined
  /** The URL at which Twilio reaches this service. Without it no status callbacks are requested. */
  readonly publicUrl?: string | undefined
  /** Default: `https://api.twilio.com`. */
  readonly baseUrl?: string | undefined
  /** How long one request may take, in milliseconds. Default: 10 seconds. */
  readonly deadlineMs?: number | undefined
  readonly onHeaders?: HeadersListener | undefined
  /** Called once if Twilio refuses our URL for status callbacks. They are then no longer requested. */
  readonly onCallbackRefused?: (() => void) | undefined
}

/** Sends SMS with Twilio. It has no idempotency keys, so a request without a clear answer is not repeated. */
export function createTwilioTransport(options: TwilioTransportOptions): Transport {
  const { deadlineMs = 10_000, onHeaders } = options
  const openClient = createTwilioClient({ ...options, deadlineMs })
  const sender = senderOf(options)
  let callbacks = options.publicUrl !== undefined

  return {
    channel: 'sms',
    provider: 'twilio',
    idempotent: false,
    batchSize: 1,

    prepare(messages, now) {
      const [message, ...others] = messages
      if (message === undefined || others.length > 0) {
        throw new RangeError(`Twilio accepts one SMS per request, not ${messages.length}.`)
      }
      const publicUrl = callbacks ? options.publicUrl : undefined
      return twilioMessage(message, { sender, publicUrl }, now)
    },

    async send(body, { signal, mayBegin }) {
      using deadline = startDeadline(deadlineMs, signal)
      const { statusCallback, ...withoutCallback } = storedMessage(body)
      const outcome = await sendOnce(storedMessage(body), deadline, mayBegin)
      if (!statusCallback || !isCallbackRefused(outcome)) return [outcome]
      // Nothing was sent, and the message is not the cause.
      if (callbacks) options.onCallbackRefused?.()
      callbacks = false
      return [await sendOnce(withoutCallback, deadline, mayBegin)]
    },

    async find(body, since) {
      using deadline = startDeadline(deadlineMs)
      const sought = storedMessage(body)
      try {
        const { client } = await openClient(deadline.signal)
        // Not filtered by date: the API uses the day of sending, which a message in the queue does not have.
        const page = await client.messages.page({ to: sought.to, pageSize: 50 })
        const earliest = since.getTime() - CLOCK_SKEW_MS
        const found = page.instances.filter(
          (message) =>
            isListedAs(message.body, sought.body) && message.dateCreated.getTime() >= earliest,
        )
        if (found.length === 0) return { kind: 'absent' }
        return { kind: 'found', providerMessageIds: found.map(({ sid }) => sid) }
      } catch {
        return { kind: 'unclear' }
      }
    },

    lookUp: (sid) => lookUp(openClient, sid, deadlineMs),
  }

  async function sendOnce(
    message: TwilioMessage,
    deadline: Deadline,
    mayBegin?: () => boolean,
  ): Promise<SendOutcome> {
    let open: TwilioClient | null = null
    let outcome: SendOutcome
    try {
      open = await openClient(deadline.signal, mayBegin)
      const answer = await open.client.messages.createWithHttpInfo(message)
      outcome = acceptedOutcome(answer.body.sid)
    } catch (error) {
      outcome = twilioFailureOutcome(error, open?.exchange ?? null, deadline.ended)
    }
    const answer = open?.exchange.answer
    if (answer) onHeaders?.(answer.headers, answer.status)
    return outcome
  }
}

async function lookUp(
  openClient: OpenTwilioClient,
  sid: string,
  deadlineMs: number,
): Promise<LookUp> {
  using deadline = startDeadline(deadlineMs)
  try {
    const { client } = await openClient(deadline.signal)
    const { status, errorCode } = await client.messages(sid).fetch()
    const known = Object.hasOwn(TWILIO_STATUSES, status) ? TWILIO_STATUSES[status] : undefined
    if (!known) return { kind: 'unclear' }
    const error = errorCode ? String(errorCode) : ''
    const suppress = suppressionBy(known, error)
    return { kind: 'found', status: known, detail: error || null, suppress }
  } catch (error) {
    return (error as { status?: unknown }).status === 401 ? { kind: 'denied' } : { kind: 'unclear' }
  }
}

/** Twilio's dates are by its own clock and in whole seconds. */
const CLOCK_SKEW_MS = 5_000

function senderOf({ messagingServiceSid, from }: TwilioTransportOptions): TwilioSender {
  if (messagingServiceSid) return { messagingServiceSid }
  if (from) return { from }
  throw new TypeError('The Twilio transport needs a Messaging Service or a From number.')
}

function acceptedOutcome(sid: unknown): SendOutcome {
  return typeof sid === 'string' && sid !== ''
    ? { kind: 'accepted', providerMessageId: sid }
    : { kind: 'unknown', code: 'unreadable_answer' }
}

/** A body from the ledger is as `prepare` made it. */
function storedMessage(body: unknown): TwilioMessage {
  return body as TwilioMessage
}
