import { randomBytes } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { createAcceptedLog } from './accepted-log.ts'
import {
  type Answer,
  openProviderServer,
  type Pauses,
  type ProviderServer,
} from './provider-server.ts'
import type { ReceivedRequest } from './received-request.ts'
import { type TwilioAccount, twilioAccount, twilioAccountAnswer } from './twilio-account.ts'
import { checkMessage } from './twilio-message-check.ts'

/** An SMS that the fake accepted. */
export interface AcceptedSms {
  readonly sid: string
  readonly to: string
  readonly from: string | null
  readonly messagingServiceSid: string | null
  readonly body: string
  readonly validityPeriod: number | null
  readonly statusCallback: string | null
  readonly at: Date
  /** Moves on with every `report`. */
  status: string
  errorCode?: number
}

export interface StatusReport {
  readonly sid: string
  /** `queued`, `sent`, `delivered`, `undelivered`, `failed`, … */
  readonly status: string
  readonly errorCode?: number
  /** Defaults to the message's own status callback. */
  readonly url?: string
  /** Defaults to the fake's own account. */
  readonly account?: string
}

export interface TwilioServer extends ProviderServer {
  readonly accepted: readonly AcceptedSms[]
  /** What the account has, beside messages. */
  readonly account: TwilioAccount
  waitFor(count: number): Promise<readonly AcceptedSms[]>
  /** Posts a signed status callback and returns the answer. */
  report(report: StatusReport): Promise<Response>
}

export interface TwilioServerOptions {
  readonly port?: number
  readonly accountSid?: string
  readonly authToken?: string
  /** An API key that is accepted besides the account's own SID and token. */
  readonly apiKey?: string
  readonly apiSecret?: string
  readonly now?: () => Date
  /** How long a new message stays out of the list; Twilio promises nothing here. Defaults to 0. */
  readonly listDelayMs?: number
  /** The prefix of every text in the list, as on a trial account. */
  readonly listPrefix?: string
  /** How the list shows a text that was changed on its way. */
  readonly encode?: (body: string) => string
}

/** The default account of the fake. */
export const TWILIO_ACCOUNT = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'twilio-token',
  apiKey: `SK${'1'.repeat(32)}`,
  apiSecret: 'twilio-secret',
} as const

/** A fake of Twilio's Messages resource as far as Bellhop uses it: a server with state on this machine. */
export async function openTwilioServer(options: TwilioServerOptions = {}): Promise<TwilioServer> {
  const { accountSid, authToken, apiKey, apiSecret } = { ...TWILIO_ACCOUNT, ...options }
  const { now = () => new Date(), listDelayMs = 0, listPrefix = '' } = options
  const { encode = (body: string) => body } = options
  const log = createAcceptedLog<AcceptedSms>()
  const root = `/2010-04-01/Accounts/${accountSid}`
  const resource = `${root}/Messages`
  const account = twilioAccount()
  const credentials = new Set([basic(accountSid, authToken), basic(apiKey, apiSecret)])

  async function create(request: ReceivedRequest, pauses: Pauses): Promise<Answer> {
    const form = new URLSearchParams(request.body)
    const fault = checkMessage(form)
    if (fault) return failure(400, fault.code, fault.message)
    await pauses.beforeAccepting()
    const validity = form.get('ValidityPeriod')
    const message: AcceptedSms = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      to: form.get('To') ?? '',
      from: form.get('From'),
      messagingServiceSid: form.get('MessagingServiceSid'),
      body: form.get('Body') ?? '',
      validityPeriod: validity === null ? null : Number(validity),
      statusCallback: form.get('StatusCallback'),
      at: now(),
      // A Messaging Service has yet to choose the sender.
      status: form.has('MessagingServiceSid') ? 'accepted' : 'queued',
    }
    log.add(message)
    await pauses.afterAccepting()
    return { status: 201, body: wire(message) }
  }

  function list(query: URLSearchParams): Answer {
    const to = query.get('To')
    const size = Number(query.get('PageSize') ?? 50)
    const visible = log.messages.filter(
      (message) =>
        (to === null || message.to === to) && now().getTime() - message.at.getTime() >= listDelayMs,
    )
    const messages = visible.toReversed().slice(0, size).map(wire)
    return {
      status: 200,
      body: { messages, page: 0, page_size: size, uri: `${resource}.json`, next_page_uri: null },
    }
  }

  function fetchOne(sid: string): Answer {
    const message = log.messages.find((candidate) => candidate.sid === sid)
    return message ? { status: 200, body: wire(message) } : failure(404, 20404)
  }

  function wire(message: AcceptedSms): Record<string, unknown> {
    const created = message.at.toUTCString().replace('GMT', '+0000')
    return {
      sid: message.sid,
      account_sid: accountSid,
      to: message.to,
      from: message.from,
      messaging_service_sid: message.messagingServiceSid,
      body: `${listPrefix}${encode(message.body)}`,
      status: message.status,
      direction: 'outbound-api',
      num_segments: '1',
      date_created: created,
      date_updated: created,
      date_sent: ['accepted', 'queued'].includes(message.status) ? null : created,
      error_code: message.errorCode ?? null,
      error_message: null,
      uri: `${resource}/${message.sid}.json`,
    }
  }

  async function report({
    sid,
    status,
    errorCode,
    url,
    account = accountSid,
  }: StatusReport): Promise<Response> {
    const message = log.messages.find((candidate) => candidate.sid === sid)
    const target = url ?? message?.statusCallback
    if (!message || !target) throw new Error(`${sid} is unknown or has no status callback.`)
    message.status = status
    const params = {
      AccountSid: account,
      ApiVersion: '2010-04-01',
      To: message.to,
      MessageSid: sid,
      MessageStatus: status,
      SmsSid: sid,
      SmsStatus: status,
      ...(message.from === null ? {} : { From: message.from }),
      ...(message.messagingServiceSid === null
        ? {}
        : { MessagingServiceSid: message.messagingServiceSid }),
      ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
    }
    // The fragment holds Twilio's connection settings: neither signed nor sent.
    const [signed = target] = target.split('#')
    return fetch(signed, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': getExpectedTwilioSignature(authToken, signed, params),
      },
      body: new URLSearchParams(params),
    })
  }

  const server = await openProviderServer({
    ...(options.port === undefined ? {} : { port: options.port }),
    now,
    failure: (status) => failure(status, CODES[status] ?? 20500),
    async answer(request, pauses) {
      const { method, path, query, headers } = request
      if (!credentials.has(headers.authorization ?? '')) return failure(401, 20003, 'Authenticate')
      if (path === `${resource}.json`) {
        if (method === 'POST') return create(request, pauses)
        return method === 'GET' ? list(query) : failure(405, 20004)
      }
      const part = method === 'GET' ? twilioAccountAnswer(account, root, request) : null
      if (part) return part
      const [, sid] = /\/Messages\/(SM[0-9a-f]{32})\.json$/.exec(path) ?? []
      return method === 'GET' && sid !== undefined && path.startsWith(resource)
        ? fetchOne(sid)
        : failure(404, 20404, `The requested resource ${path} was not found`)
    },
  })

  return { ...server, accepted: log.messages, account, waitFor: log.waitFor, report }
}

const CODES: Readonly<Record<number, number>> = {
  400: 21211,
  401: 20003,
  404: 20404,
  429: 20429,
  500: 20500,
  503: 20503,
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function failure(status: number, code: number, message = `Error ${code}`): Answer {
  return {
    status,
    headers: status === 429 ? { 'retry-after': '1' } : {},
    body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  }
}
