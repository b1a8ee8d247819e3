import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseJson } from '../../src/domain/parse-json.ts'
import { createAcceptedLog } from './accepted-log.ts'
import { createFixedWindow, type RateLimit } from './fixed-window.ts'
import {
  type Answer,
  openProviderServer,
  type Pauses,
  type ProviderServer,
} from './provider-server.ts'
import type { ReceivedRequest } from './received-request.ts'
import { accountAnswer, type ResendAccount, resendAccount } from './resend-account.ts'
import { checkEmail, refusesAsResend, type WireEmail } from './resend-email-check.ts'
import { createIdempotencyKeys } from './resend-idempotency.ts'

/** An email that the fake accepted. */
export interface AcceptedEmail {
  readonly id: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly html: string | undefined
  readonly text: string | undefined
  readonly replyTo: readonly string[]
  readonly bcc: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** The idempotency key of its request; null without one. */
  readonly key: string | null
  /** How many emails its request held. */
  readonly requestSize: number
  readonly at: Date
}

export interface ResendServer extends ProviderServer {
  readonly accepted: readonly AcceptedEmail[]
  /** What the account has, beside emails. */
  readonly account: ResendAccount
  waitFor(count: number): Promise<readonly AcceptedEmail[]>
  /** Sets what `GET /emails/:id` answers about an email, such as `delivered`. */
  happens(id: string, lastEvent: string): void
  /** Answers reads with 401, as for a key that may only send. */
  forbidReading(): void
  /** Changes the rate limit; null switches it off. */
  limit(rateLimit: RateLimit | null): void
}

export interface ResendServerOptions {
  readonly port?: number
  /** Defaults to `re_test`. */
  readonly apiKey?: string
  readonly now?: () => Date
  /** No limit by default. */
  readonly rateLimit?: RateLimit
  /** How long each answer takes once the request was handled, in milliseconds. Defaults to 0. */
  readonly latencyMs?: number
  /** Defaults to true; without, neither emails nor requests keep what was in them: for long runs. */
  readonly keepContents?: boolean
  /** Which recipients are answered 422. Defaults to Resend's own: no address, @example.com, @test.com. */
  readonly refuses?: (address: string) => boolean
}

/** A fake of Resend as far as Bellhop uses it: a server with state on this machine. */
export async function openResendServer(options: ResendServerOptions = {}): Promise<ResendServer> {
  const { apiKey = 're_test', refuses = refusesAsResend, now = () => new Date() } = options
  const { latencyMs = 0, keepContents = true } = options
  const log = createAcceptedLog<AcceptedEmail>()
  const keys = createIdempotencyKeys(now)
  const lastEvents = new Map<string, string>()
  const account = resendAccount()
  let readable = true
  let window = options.rateLimit ? createFixedWindow(options.rateLimit, now) : null

  function accept(email: WireEmail, key: string | null, requestSize: number): { id: string } {
    const id = randomUUID()
    log.add({
      id,
      from: email.from,
      to: [email.to].flat(),
      subject: email.subject,
      html: keepContents ? email.html : undefined,
      text: keepContents ? email.text : undefined,
      replyTo: [email.reply_to ?? []].flat(),
      bcc: [email.bcc ?? []].flat(),
      headers: email.headers ?? {},
      tags: Object.fromEntries((email.tags ?? []).map(({ name, value }) => [name, value])),
      key,
      requestSize,
      at: now(),
    })
    return { id }
  }

  function takeOne(body: unknown, key: string | null): Answer {
    const checked = checkEmail(body, refuses)
    if ('fault' in checked) return failure(422, checked.fault.name, checked.fault.message)
    return { status: 200, body: accept(checked.email, key, 1) }
  }

  function takeBatch(body: unknown, key: string | null, permissive: boolean): Answer {
    if (!Array.isArray(body) || body.length < 1 || body.length > 100) {
      return failure(422, 'validation_error', 'The batch must hold 1 to 100 emails.')
    }
    const checked = body.map((item) => checkEmail(item, refuses))
    const errors = checked.flatMap((item, index) =>
      'fault' in item ? [{ index, ...item.fault }] : [],
    )
    const [first] = errors
    if (first && !permissive) return failure(422, first.name, first.message)
    const data = checked.flatMap((item) =>
      'email' in item ? [accept(item.email, key, body.length)] : [],
    )
    const reported = errors.map(({ index, message }) => ({ index, message }))
    return { status: 200, body: permissive ? { data, errors: reported } : { data } }
  }

  async function takeUnderKey(request: ReceivedRequest, pauses: Pauses): Promise<Answer> {
    const key = request.headers['idempotency-key'] ?? null
    if (key !== null && (key === '' || key.length > 256)) {
      return failure(400, 'invalid_idempotency_key', 'The key must have 1 to 256 characters.')
    }
    const state = key === null ? { kind: 'new' as const } : keys.begin(key, request)
    if (state.kind === 'in_flight') return failure(409, 'concurrent_idempotent_requests')
    if (state.kind === 'other_body') return failure(409, 'invalid_idempotent_request')
    if (state.kind === 'replay') return state.answer

    await pauses.beforeAccepting()
    const body = parseJson(request.body)
    const answer =
      request.path === '/emails'
        ? takeOne(body, key)
        : takeBatch(body, key, request.headers['x-batch-validation'] === 'permissive')
    await pauses.afterAccepting()
    if (key !== null) keys.end(key, answer)
    return answer
  }

  function retrieve(id: string): Answer {
    if (!readable) return failure(401, 'restricted_api_key')
    const email = log.messages.find((candidate) => candidate.id === id)
    if (!email) return failure(404, 'not_found', 'Email not found')
    const { from, to, subject, html, text, tags, at } = email
    const content = { id, from, to, subject, html, text, tags }
    const created = at.toISOString()
    return {
      status: 200,
      body: {
        object: 'email',
        ...content,
        created_at: created,
        last_event: lastEvents.get(id) ?? 'sent',
      },
    }
  }

  async function route(request: ReceivedRequest, pauses: Pauses): Promise<Answer> {
    const { method, path } = request
    if (path === '/emails' || path === '/emails/batch') {
      return method === 'POST' ? takeUnderKey(request, pauses) : failure(405, 'method_not_allowed')
    }
    if (method === 'GET') {
      const answer = accountAnswer(account, path)
      if (answer) return readable ? answer : failure(401, 'restricted_api_key')
    }
    const [, id] = /^\/emails\/([^/]+)$/.exec(path) ?? []
    if (id === undefined) return failure(404, 'not_found', 'The requested endpoint does not exist')
    return method === 'GET' ? retrieve(id) : failure(405, 'method_not_allowed')
  }

  const server = await openProviderServer({
    ...(options.port === undefined ? {} : { port: options.port }),
    now,
    keepContents,
    failure: (status) => failure(status, NAMES[status] ?? 'application_error'),
    async answer(request, pauses) {
      if (!request.headers['user-agent']) return { status: 403, body: 'error code: 1010' }
      const { authorization } = request.headers
      if (!authorization) return failure(401, 'missing_api_key', 'Missing API Key')
      if (authorization !== `Bearer ${apiKey}`) return failure(403, 'invalid_api_key')
      const turn = window?.take() ?? { allowed: true, headers: {} }
      const answer = turn.allowed
        ? await route(request, pauses)
        : failure(429, 'rate_limit_exceeded', 'Too many requests.')
      if (latencyMs > 0) await sleep(latencyMs)
      return { ...answer, headers: { ...answer.headers, ...turn.headers } }
    },
  })

  return {
    ...server,
    accepted: log.messages,
    account,
    waitFor: log.waitFor,
    happens: (id, lastEvent) => void lastEvents.set(id, lastEvent),
    forbidReading() {
      readable = false
    },
    limit(rateLimit) {
      window = rateLimit && createFixedWindow(rateLimit, now)
    },
  }
}

const NAMES: Readonly<Record<number, string>> = {
  401: 'missing_api_key',
  403: 'invalid_api_key',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'concurrent_idempotent_requests',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
  500: 'internal_server_error',
  503: 'service_unavailable',
}

function failure(status: number, name: string, message = name): Answer {
  return {
    status,
    headers: status === 429 ? { 'retry-after': '1' } : {},
    body: { statusCode: status, name, message },
  }
}
