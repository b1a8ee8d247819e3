import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SendOutcome } from '../../src/domain/transport.ts'
import { createResendTransport, type ResendTransportOptions } from '../../src/transports/resend.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'
import { decided, NOW, outgoingEmail } from './outgoing.ts'

const KEY = { idempotencyKey: 'bellhop/attempt-1' }

function transportTo(server: ResendServer, options: Partial<ResendTransportOptions> = {}) {
  return createResendTransport({
    apiKey: 're_test',
    from: 'Acme <auth@acme.com>',
    replyTo: 'help@acme.com',
    baseUrl: server.url,
    ...options,
  })
}

function kinds(outcomes: readonly SendOutcome[]): string[] {
  return outcomes.map((outcome) => outcome.kind)
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a single email', () => {
  it('arrives complete at POST /emails, with key, headers and tags', async () => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    const message = outgoingEmail()
    const outcomes = await transport.send(transport.prepare([message], NOW), KEY)

    const [request] = server.requests
    expect(request?.path).toBe('/emails')
    expect(request?.headers['idempotency-key']).toBe(KEY.idempotencyKey)
    expect(request?.headers['user-agent']).toBe('bellhop')
    const [accepted] = server.accepted
    expect(accepted).toMatchObject({
      from: 'Acme <auth@acme.com>',
      to: [message.to],
      replyTo: ['help@acme.com'],
      subject: message.subject,
      html: message.html,
      text: message.text,
      headers: { 'X-Entity-Ref-ID': message.id, 'Auto-Submitted': 'auto-generated' },
      tags: { message_id: message.id, slug: 'verification_code' },
      key: KEY.idempotencyKey,
    })
    expect(outcomes).toEqual([{ kind: 'accepted', providerMessageId: accepted?.id }])
  })

  it('is not sent when it is too late for it', async () => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    const body = transport.prepare([outgoingEmail()], NOW)
    const outcomes = await transport.send(body, { ...KEY, mayBegin: () => false })
    expect(outcomes).toEqual([{ kind: 'deferred', code: 'too_late' }])
    expect(server.requests).toEqual([])
    expect(kinds(await transport.send(body, KEY))).toEqual(['accepted'])
  })

  it.each([
    [null, 'none'],
    ['', 'none'],
    ['a slug/with.ümlaut', 'a_slug_with__mlaut'],
    ['x'.repeat(300), 'x'.repeat(256)],
  ])('tags the slug %j in the alphabet that Resend takes', async (slug, tag) => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    await transport.send(transport.prepare([outgoingEmail(1, { slug })], NOW), KEY)
    expect(server.accepted[0]?.tags.slug).toBe(tag)
  })

  it('cannot be an SMS', async () => {
    await using server = await openResendServer()
    const sms = { ...outgoingEmail(), channel: 'sms', body: '424242' } as const
    expect(() => transportTo(server).prepare([sms], NOW)).toThrow(TypeError)
  })
})

describe('a batch', () => {
  it('is one permissive request to POST /emails/batch', async () => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    const messages = Array.from({ length: 100 }, (_, index) => outgoingEmail(index))
    const outcomes = decided(await transport.send(transport.prepare(messages, NOW), KEY))

    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.path).toBe('/emails/batch')
    expect(server.requests[0]?.headers['x-batch-validation']).toBe('permissive')
    expect(server.requests[0]?.headers['idempotency-key']).toBe(KEY.idempotencyKey)
    expect(server.accepted.map((email) => email.tags.message_id)).toEqual(
      messages.map((message) => message.id),
    )
    expect(outcomes).toEqual(
      server.accepted.map(({ id }) => ({ kind: 'accepted', providerMessageId: id })),
    )
  })

  it('refuses only the emails with a fault, and each other one has its own id', async () => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    const bad = { to: 'nobody@example.com' }
    const messages = [
      outgoingEmail(0, bad),
      outgoingEmail(1),
      outgoingEmail(2, bad),
      outgoingEmail(3),
    ]
    const outcomes = decided(await transport.send(transport.prepare(messages, NOW), KEY))

    const idOf = (n: number) =>
      server.accepted.find((email) => email.to[0] === `reader${n}@acme.com`)?.id
    expect(outcomes).toEqual([
      { kind: 'refused', code: 'validation_error' },
      { kind: 'accepted', providerMessageId: idOf(1) },
      { kind: 'refused', code: 'validation_error' },
      { kind: 'accepted', providerMessageId: idOf(3) },
    ])
    expect(server.accepted).toHaveLength(2)
  })

  it('can be refused in every email', async () => {
    await using server = await openResendServer({ refuses: () => true })
    const transport = transportTo(server)
    const body = transport.prepare([outgoingEmail(1), outgoingEmail(2)], NOW)
    expect(kinds(await transport.send(body, KEY))).toEqual(['refused', 'refused'])
  })

  it('makes no request if it is empty', async () => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    expect(await transport.send(transport.prepare([], NOW), KEY)).toEqual([])
    expect(server.requests).toHaveLength(0)
  })
})

describe('a request in doubt', () => {
  it.each(['reset_after_accepting', 'hang_after_accepting', 'truncated'] as const)(
    'is repeated after %s without a second email, and returns the first id',
    async (kind) => {
      await using server = await openResendServer()
      server.faults.next({ kind })
      const transport = transportTo(server)
      // Its deadline: the request must arrive before.
      const first = kind.startsWith('hang') ? transportTo(server, { deadlineMs: 2_000 }) : transport
      const body = transport.prepare([outgoingEmail(1), outgoingEmail(2)], NOW)
      expect(kinds(await first.send(body, KEY))).toEqual(['unknown', 'unknown'])
      const outcomes = await transport.send(body, KEY)
      expect(outcomes).toEqual(
        server.accepted.map(({ id }) => ({ kind: 'accepted', providerMessageId: id })),
      )
      expect(server.accepted).toHaveLength(2)
    },
  )

  it('stays unknown while the first request is still in progress', async () => {
    await using server = await openResendServer()
    const gate = Promise.withResolvers<void>()
    server.faults.next({ kind: 'late', wait: gate.promise })
    const transport = transportTo(server)
    const body = transport.prepare([outgoingEmail()], NOW)

    // Its deadline: the request must arrive before.
    const first = transportTo(server, { deadlineMs: 2_000 })
    expect(await first.send(body, KEY)).toEqual([{ kind: 'unknown', code: 'timeout' }])
    expect(decided(await transport.send(body, KEY))).toEqual([
      { kind: 'unknown', code: 'concurrent_idempotent_requests' },
    ])
    gate.resolve()
    expect(kinds(await transport.send(body, KEY))).toEqual(['accepted'])
    expect(server.accepted).toHaveLength(1)
  })

  it('is accepted with an unknown id if its key was used with another body', async () => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    await transport.send(transport.prepare([outgoingEmail(1)], NOW), KEY)
    const other = transport.prepare([outgoingEmail(1, { subject: 'another template' })], NOW)
    expect(await transport.send(other, KEY)).toEqual([
      { kind: 'accepted', providerMessageId: null },
    ])
    expect(server.accepted).toHaveLength(1)
  })

  it('ends when the caller aborts it', async () => {
    await using server = await openResendServer()
    const caller = new AbortController()
    server.faults.when(() => {
      caller.abort()
      return { kind: 'hang' }
    })
    const transport = transportTo(server)
    const body = transport.prepare([outgoingEmail()], NOW)
    expect(await transport.send(body, { ...KEY, signal: caller.signal })).toEqual([
      { kind: 'unknown', code: 'aborted' },
    ])
  })

  it('is not made if the caller has aborted it before', async () => {
    await using server = await openResendServer()
    const transport = transportTo(server)
    const body = transport.prepare([outgoingEmail()], NOW)
    const outcomes = await transport.send(body, { ...KEY, signal: AbortSignal.abort() })
    expect(kinds(outcomes)).toEqual(['unknown'])
    expect(server.requests).toHaveLength(0)
  })
})

describe('the Resend transport', () => {
  it('passes on the headers of every answer', async () => {
    await using server = await openResendServer({ rateLimit: { limit: 1 }, now: () => NOW })
    const heard: [string | undefined, string | undefined, number | null][] = []
    const transport = transportTo(server, {
      onHeaders: (headers, status) =>
        heard.push([headers['ratelimit-remaining'], headers['retry-after'], status]),
    })
    const body = transport.prepare([outgoingEmail()], NOW)
    await transport.send(body, KEY)
    expect(decided(await transport.send(body, KEY))).toEqual([
      { kind: 'deferred', code: 'rate_limit_exceeded', retryAfterMs: 1000 },
    ])
    expect(heard).toEqual([
      ['0', undefined, 200],
      ['0', '1', 429],
    ])
  })

  it('keeps the messages if the key is wrong', async () => {
    await using server = await openResendServer({ apiKey: 're_other' })
    const transport = transportTo(server)
    const body = transport.prepare([outgoingEmail(1), outgoingEmail(2)], NOW)
    const outcome = { kind: 'deferred', code: 'invalid_api_key', stops: 'configuration' }
    expect(decided(await transport.send(body, KEY))).toEqual([outcome, outcome])
  })

  it('never reads the environment', async () => {
    vi.stubEnv('RESEND_BASE_URL', 'https://elsewhere.invalid')
    vi.stubEnv('RESEND_USER_AGENT', 'someone')
    vi.stubEnv('RESEND_API_KEY', 're_environment')
    vi.stubEnv('RESEND_DEBUG', 'true')
    const log = vi.spyOn(console, 'error')
    const asked: Request[] = []
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked.push(new Request(url, init))
      throw new TypeError('fetch failed')
    })
    const transport = createResendTransport({ apiKey: 're_test', from: 'auth@acme.com' })
    await transport.send(transport.prepare([outgoingEmail()], NOW), KEY)
    expect(asked[0]?.url).toBe('https://api.resend.com/emails')
    expect(asked[0]?.headers.get('user-agent')).toBe('bellhop')
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer re_test')
    expect(log).not.toHaveBeenCalled()
    expect(() => createResendTransport({ apiKey: '', from: 'auth@acme.com' })).toThrow(TypeError)
  })
})
