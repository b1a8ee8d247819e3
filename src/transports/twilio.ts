import type twilio from 'twilio'
import type { LookUp, SendOutcome, Transport } from '../domain/transport.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import type { HeadersListener } from './provider-headers.ts'
import { isCallbackRefused, twilioFailureOutcome } from './twilio-errors.ts'
import { openTwilioExchange, type TwilioExchange } from './twilio-exchange.ts'
import { type TwilioMessage, type TwilioSender, twilioMessage } from './twilio-message.ts'
import { suppressionBy, TWILIO_STATUSES } from './twilio-receipts.ts'
import { isListedAs } from './twilio-text.ts'

export interface TwilioTransportOptions {
  readonly accountSid: string
  /** Either this or an API key with its secret, which wins. */
  readonly authToken?: string | undefined
  readonly apiKey?: string | undefined
  readonly apiSecret?: string | undefined
  /** Wins over `from`: the service chooses the number. One of the two is needed. */
  readonly messagingServiceSid?: string | undefined
  /** E.164 number, short code or alphanumeric sender. */
  readonly from?: string | undefined
  /** Where Twilio can reach this service; without it no status callback is asked for. */
  readonly publicUrl?: string | undefined
  /** Defaults to `https://api.twilio.com`. */
  readonly baseUrl?: string | undefined
  /** How long one request may take, in milliseconds. Defaults to 10 seconds. */
  readonly deadlineMs?: number | undefined
  readonly onHeaders?: HeadersListener | undefined
  /** Called once, when Twilio does not take our address for status callbacks: no more are asked for. */
  readonly onCallbackRefused?: (() => void) | undefined
}

/** SMS through Twilio, which has no idempotency keys: a request in doubt must not be repeated. */
export function createTwilioTransport(options: TwilioTransportOptions): Transport {
  const { deadlineMs = 10_000, onHeaders } = options
  const credentials = credentialsOf(options)
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
        throw new RangeError(`Twilio takes one SMS at a time, not ${messages.length}.`)
      }
      const publicUrl = callbacks ? options.publicUrl : undefined
      return twilioMessage(message, { sender, publicUrl }, now)
    },

    async send(body, { signal }) {
      using deadline = startDeadline(deadlineMs, signal)
      const { statusCallback, ...withoutCallback } = storedMessage(body)
      const outcome = await sendOnce(storedMessage(body), deadline)
      if (!statusCallback || !isCallbackRefused(outcome)) return [outcome]
      // Nothing was sent, and the message has nothing to do with it.
      if (callbacks) options.onCallbackRefused?.()
      callbacks = false
      return [await sendOnce(withoutCallback, deadline)]
    },

    async find(body, since) {
      using deadline = startDeadline(deadlineMs)
      const sought = storedMessage(body)
      try {
        const { client } = await openClient(deadline.signal)
        // Without a date: the API filters by the day it was sent, which an unsent one has not.
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

    lookUp,
  }

  async function sendOnce(message: TwilioMessage, deadline: Deadline): Promise<SendOutcome> {
    let open: OpenClient | null = null
    let outcome: SendOutcome
    try {
      open = await openClient(deadline.signal)
      const answer = await open.client.messages.createWithHttpInfo(message)
      outcome = acceptedOutcome(answer.body.sid)
    } catch (error) {
      outcome = twilioFailureOutcome(error, open?.exchange ?? null, deadline.ended)
    }
    const answer = open?.exchange.answer
    if (answer) onHeaders?.(answer.headers, answer.status)
    return outcome
  }

  async function lookUp(sid: string): Promise<LookUp> {
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
      return (error as { status?: unknown }).status === 401
        ? { kind: 'denied' }
        : { kind: 'unclear' }
    }
  }

  async function openClient(signal: AbortSignal): Promise<OpenClient> {
    const sdk = await loadSdk()
    const exchange = openTwilioExchange(sdk.RequestClient, { signal, deadlineMs })
    const client = new sdk.Twilio(credentials.username, credentials.password, {
      accountSid: options.accountSid,
      httpClient: exchange.client,
      ...SEALED,
    })
    if (options.baseUrl !== undefined) {
      client.api.baseUrl = options.baseUrl
      // In a host of two names it would see a region of Twilio's.
      client.getHostname = (hostname) => hostname
    }
    return { client, exchange }
  }
}

interface OpenClient {
  readonly client: twilio.Twilio
  readonly exchange: TwilioExchange
}

/** Twilio's dates are its own, and whole seconds. */
const CLOCK_SKEW_MS = 5_000

/**
 * For every one of these that is missing the SDK would read the environment, where a log level of
 * `debug` makes it print codes and numbers.
 */
const SEALED = { edge: '', region: '', logLevel: 'none' }

/** Loaded with the first SMS: it costs 100 ms and 36 MB that a service without SMS does not owe. */
async function loadSdk() {
  return (await import('twilio')).default
}

function credentialsOf({ accountSid, authToken, apiKey, apiSecret }: TwilioTransportOptions) {
  // The SDK throws on it too, but only with the first SMS.
  if (!accountSid.startsWith('AC')) throw new TypeError('A Twilio account SID starts with AC.')
  if (apiKey && apiSecret) return { username: apiKey, password: apiSecret }
  if (authToken) return { username: accountSid, password: authToken }
  throw new TypeError('The Twilio transport needs an auth token, or an API key and its secret.')
}

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

/** A body comes back from the ledger as `prepare` made it. */
function storedMessage(body: unknown): TwilioMessage {
  return body as TwilioMessage
}
