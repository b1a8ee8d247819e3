import { describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/domain/transport.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import type { Fault } from '../support/fault.ts'
import { freePort } from '../support/free-port.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'
import { decided, NOW, outgoingEmail } from './outgoing.ts'

function transportTo(server: ResendServer, deadlineMs?: number) {
  return createResendTransport({
    apiKey: 're_test',
    from: 'Acme <auth@acme.com>',
    baseUrl: server.url,
    deadlineMs,
  })
}

async function outcomesOf(fault: Fault, size: number): Promise<readonly SendOutcome[]> {
  await using server = await openResendServer()
  server.faults.next(fault)
  const transport = transportTo(server, fault.kind.startsWith('hang') ? 500 : undefined)
  const messages = Array.from({ length: size }, (_, index) => outgoingEmail(index + 1))
  // Awaited here: the server closes when this block ends.
  const body = transport.prepare(messages, NOW)
  return decided(await transport.send(body, { idempotencyKey: 'bellhop/1' }))
}

function errorBody(statusCode: number, name: string) {
  return { statusCode, name, message: 'It is about reader1@acme.com and 424242.' }
}

const refused = (code: string): SendOutcome => ({ kind: 'refused', code })
const deferred = (code: string): SendOutcome => ({ kind: 'deferred', code })
const stopped = (code: string): SendOutcome => ({
  kind: 'deferred',
  code,
  stops: 'configuration',
})
const perhaps = (code: string): SendOutcome => ({
  kind: 'deferred',
  code,
  stops: 'if_others_too',
})
const waits = (code: string, retryAfterMs: number) => ({
  kind: 'deferred' as const,
  code,
  retryAfterMs,
})
const unknown = (code: string): SendOutcome => ({ kind: 'unknown', code })

// status, name, outcome for one email, outcome for each email of a batch
const ANSWERS: [number, string, SendOutcome, SendOutcome?][] = [
  [400, 'invalid_idempotency_key', refused('invalid_idempotency_key'), deferred('batch_refused')],
  [400, 'validation_error', refused('validation_error'), deferred('batch_refused')],
  [401, 'missing_api_key', stopped('missing_api_key')],
  [401, 'restricted_api_key', stopped('restricted_api_key')],
  [403, 'invalid_api_key', stopped('invalid_api_key')],
  [400, 'invalid_api_key', stopped('invalid_api_key')],
  [403, 'suspended_api_key', stopped('suspended_api_key')],
  [403, 'invalid_permission', stopped('invalid_permission')],
  [403, 'validation_error', stopped('validation_error')],
  [403, 'invalid_from_address', stopped('invalid_from_address')],
  [422, 'invalid_from_address', stopped('invalid_from_address')],
  [402, 'payment_required', stopped('payment_required')],
  [403, 'a_name_of_tomorrow', perhaps('a_name_of_tomorrow'), deferred('batch_refused')],
  [404, 'a_name_of_tomorrow', perhaps('a_name_of_tomorrow'), deferred('batch_refused')],
  [404, 'not_found', stopped('not_found')],
  [405, 'method_not_allowed', stopped('method_not_allowed')],
  [409, 'concurrent_idempotent_requests', unknown('concurrent_idempotent_requests')],
  [409, 'resource_locked', unknown('resource_locked')],
  [409, 'invalid_idempotent_request', { kind: 'accepted', providerMessageId: null }],
  [422, 'missing_required_field', refused('missing_required_field'), deferred('batch_refused')],
  [422, 'invalid_parameter', refused('invalid_parameter'), deferred('batch_refused')],
  [422, 'invalid_attachment', refused('invalid_attachment'), deferred('batch_refused')],
  [422, 'a_name_of_tomorrow', refused('a_name_of_tomorrow'), deferred('batch_refused')],
  [429, 'rate_limit_exceeded', waits('rate_limit_exceeded', 1000)],
  [429, 'daily_quota_exceeded', { ...waits('daily_quota_exceeded', 1000), stops: 'quota' }],
  [429, 'monthly_quota_exceeded', { ...waits('monthly_quota_exceeded', 1000), stops: 'quota' }],
  [451, 'security_error', refused('security_error'), deferred('batch_refused')],
  [500, 'application_error', unknown('application_error')],
  [500, 'internal_server_error', unknown('internal_server_error')],
  [503, 'service_unavailable', unknown('service_unavailable')],
]

describe('an error answer of Resend', () => {
  it.each(ANSWERS)('%i %s is the outcome of one email', async (status, name, expected) => {
    const fault: Fault = { kind: 'answer', status, body: errorBody(status, name) }
    const outcomes = await outcomesOf(fault, 1)
    expect(outcomes).toEqual([expected])
  })

  it.each(ANSWERS)(
    '%i %s is the outcome of each email of a batch',
    async (status, name, one, each) => {
      const fault: Fault = { kind: 'answer', status, body: errorBody(status, name) }
      expect(await outcomesOf(fault, 3)).toEqual([each ?? one, each ?? one, each ?? one])
    },
  )

  it.each<[string, string]>([
    ['Invalid `to` field.', 'Invalid `to` field.'],
    [
      'The acme.com domain is not verified. Please, add it on https://resend.com/domains/1',
      'The acme.com domain is not verified. Please, add it on …',
    ],
    ['Reader1@Mail.dev and +1 (415) 555-0100: 424242', '… and …: …'],
    ['x'.repeat(5_000), `${'x'.repeat(199)}…`],
  ])('is kept as Resend says it, without what is secret: %s', async (message, detail) => {
    await using server = await openResendServer()
    const body = { statusCode: 422, name: 'invalid_parameter', message }
    server.faults.next({ kind: 'answer', status: 422, body })
    const transport = transportTo(server)
    const request = transport.prepare([outgoingEmail()], NOW)
    expect(await transport.send(request, { idempotencyKey: 'bellhop/1' })).toEqual([
      { kind: 'refused', code: 'invalid_parameter', detail },
    ])
  })

  it('waits for the reset of the window if retry-after is missing', async () => {
    await using server = await openResendServer()
    server.faults.next({
      kind: 'answer',
      status: 429,
      body: errorBody(429, 'rate_limit_exceeded'),
      headers: { 'retry-after': '', 'ratelimit-reset': '3' },
    })
    const transport = transportTo(server)
    const body = transport.prepare([outgoingEmail()], NOW)
    expect(decided(await transport.send(body, { idempotencyKey: 'bellhop/1' }))).toEqual([
      { kind: 'deferred', code: 'rate_limit_exceeded', retryAfterMs: 3000 },
    ])
  })
})

describe('a validation error that our settings have caused', () => {
  const FAULTS: [number, string, string][] = [
    [400, 'API key is invalid', 'invalid_api_key'],
    [
      422,
      'Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.',
      'invalid_from_address',
    ],
    [422, 'Missing `from` field.', 'invalid_from_address'],
    [422, 'Invalid `reply_to` field. It must be a string or an array.', 'invalid_reply_to'],
  ]

  it.each(FAULTS)('stops the transport: %i %s', async (status, message, code) => {
    const body = { statusCode: status, name: 'validation_error', message }
    const fault: Fault = { kind: 'answer', status, body }
    expect(await outcomesOf(fault, 1)).toEqual([stopped(code)])
    expect(await outcomesOf(fault, 2)).toEqual([stopped(code), stopped(code)])
    const renamed = { ...body, name: 'invalid_parameter' }
    expect(await outcomesOf({ ...fault, body: renamed }, 1)).toEqual([stopped(code)])
  })

  it.each(FAULTS)('stops the transport in a permissive batch: %i %s', async (_, message, code) => {
    const errors = [0, 1].map((index) => ({ index, message }))
    const fault: Fault = { kind: 'answer', status: 200, body: { data: [], errors } }
    expect(await outcomesOf(fault, 2)).toEqual([stopped(code), stopped(code)])
  })
})

describe('a refusal that one recipient may have caused', () => {
  const message =
    'You can only send testing emails to your own email address (me@example.org). To send emails to other recipients, please verify a domain.'
  const perhaps = { kind: 'deferred', code: 'testing_domain', stops: 'if_others_too' }

  it('does not stop the transport by itself', async () => {
    const body = { statusCode: 403, name: 'validation_error', message }
    const fault: Fault = { kind: 'answer', status: 403, body }
    expect(await outcomesOf(fault, 1)).toEqual([perhaps])
    expect(await outcomesOf(fault, 2)).toEqual([
      deferred('batch_refused'),
      deferred('batch_refused'),
    ])
  })

  it('is the outcome of the one email of a batch that it names', async () => {
    const body = { data: [{ id: 'a' }], errors: [{ index: 1, message }] }
    expect(await outcomesOf({ kind: 'answer', status: 200, body }, 2)).toEqual([
      { kind: 'accepted', providerMessageId: 'a' },
      perhaps,
    ])
  })
})

describe('a request that was never sent', () => {
  it.each<[string, string]>([
    ['http://nowhere.invalid', 'host_not_found'],
    ['http://localhost:', 'connection_refused'],
    ['http://127.0.0.1:', 'connection_refused'],
  ])('is not in doubt: %s', async (host, code) => {
    const address = host.endsWith(':') ? `${host}${await freePort()}` : host
    const transport = createResendTransport({
      apiKey: 're_test',
      from: 'Acme <auth@acme.com>',
      baseUrl: address,
    })
    const outcomes = await transport.send(transport.prepare([outgoingEmail(1)], NOW), {
      idempotencyKey: 'bellhop/1',
    })
    // The resolver of a machine without a network says that it cannot tell.
    expect([deferred(code), deferred('dns_failed')]).toContainEqual(outcomes[0])
  })
})

describe('an answer of another server than Resend', () => {
  const answer = (status: number, body: unknown): Fault => ({ kind: 'answer', status, body })

  it.each<[string, Fault, SendOutcome]>([
    ['HTML with 502', answer(502, '<h1>Bad gateway</h1>'), unknown('application_error')],
    ['HTML with 403', answer(403, '<h1>error 1010</h1>'), stopped('application_error')],
    ['JSON null with 500', answer(500, 'null'), unknown('no_answer')],
    ['a JSON string with 500', answer(500, '"oops"'), unknown('no_answer')],
    ['JSON of a gateway with 504', answer(504, { error: 'timeout' }), unknown('no_answer')],
    [
      'a name that is a sentence',
      answer(422, errorBody(422, 'No reader1@acme.com')),
      refused('http_422'),
    ],
    ['HTML with 200', answer(200, '<h1>Welcome</h1>'), unknown('no_answer')],
    ['JSON null with 200', answer(200, 'null'), unknown('no_answer')],
    ['an object without an id', answer(200, {}), unknown('unreadable_answer')],
    ['an answer too late', { kind: 'hang' }, unknown('timeout')],
    ['a connection reset', { kind: 'reset' }, unknown('no_answer')],
    ['a reset after accepting', { kind: 'reset_after_accepting' }, unknown('no_answer')],
    ['silence after accepting', { kind: 'hang_after_accepting' }, unknown('timeout')],
    ['half of the JSON', { kind: 'truncated' }, unknown('no_answer')],
  ])('is read with care: %s', async (_, fault, expected) => {
    const outcomes = await outcomesOf(fault, 1)
    expect(outcomes).toEqual([expected])
  })

  it.each<[string, Fault, SendOutcome]>([
    ['a batch without data', answer(200, {}), unknown('unreadable_answer')],
    ['a batch with odd data', answer(200, { data: [{}] }), unknown('unreadable_answer')],
    [
      'fewer ids than emails',
      answer(200, { data: [{ id: 'a' }], errors: [] }),
      unknown('unreadable_answer'),
    ],
    [
      'an error of an email that is not there',
      answer(200, { data: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], errors: [{ index: 7 }] }),
      { kind: 'accepted', providerMessageId: null },
    ],
  ])('is read with care: %s', async (_, fault, expected) => {
    expect(await outcomesOf(fault, 3)).toEqual([expected, expected, expected])
  })
})
