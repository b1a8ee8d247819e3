import dns from 'node:dns'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, beforeAll, describe, expect, it, type MockInstance, vi } from 'vitest'
import type { SendOutcome } from '../../src/domain/transport.ts'
import { createTwilioTransport, type TwilioTransportOptions } from '../../src/transports/twilio.ts'
import type { Fault } from '../support/fault.ts'
import { openTwilioServer, TWILIO_ACCOUNT } from '../support/twilio-server.ts'
import { decided, NOW, outgoingSms } from './outgoing.ts'

const { accountSid, authToken } = TWILIO_ACCOUNT

/** As net calls it. */
type Lookup = (name: string, options: object, answer: (error: Error) => void) => void

interface Sending extends Pick<TwilioTransportOptions, 'deadlineMs'> {
  readonly signal?: AbortSignal
}

// Its first import may take longer than the short deadlines.
beforeAll(async () => void (await import('twilio')))
afterEach(() => void vi.restoreAllMocks())

async function sendTo(
  baseUrl: string,
  { signal, deadlineMs }: Sending = {},
): Promise<readonly SendOutcome[]> {
  const transport = createTwilioTransport({
    accountSid,
    authToken,
    from: '+12015550100',
    baseUrl,
    deadlineMs,
  })
  const body = transport.prepare([outgoingSms()], NOW)
  return decided(
    await transport.send(body, { idempotencyKey: 'bellhop/1', ...(signal ? { signal } : {}) }),
  )
}

async function outcomesOf(fault: Fault): Promise<readonly SendOutcome[]> {
  await using server = await openTwilioServer()
  server.faults.next(fault)
  // In which the connection must be made: a deadline before that is another outcome.
  const deadline = fault.kind.startsWith('hang') ? { deadlineMs: 2_000 } : {}
  // Awaited here: the server closes when this block ends.
  return await sendTo(server.url, deadline)
}

function errorAnswer(status: number, code: number): Fault {
  const message = "The 'To' number +12015551001 is not a valid phone number: 424242"
  return { kind: 'answer', status, body: { code, message, more_info: '', status } }
}

const refused = (code: string): SendOutcome => ({ kind: 'refused', code })
const deferred = (code: string): SendOutcome => ({ kind: 'deferred', code })
const stopped = (code: string): SendOutcome => ({
  kind: 'deferred',
  code,
  stops: 'configuration',
})
const unknown = (code: string): SendOutcome => ({ kind: 'unknown', code })

describe('an error answer of Twilio', () => {
  it.each<[number, number, SendOutcome['kind'] | 'stopped' | 'perhaps']>([
    [400, 21211, 'refused'],
    [400, 21217, 'refused'],
    [400, 21219, 'perhaps'],
    [400, 21408, 'perhaps'],
    [400, 21602, 'refused'],
    [400, 21608, 'perhaps'],
    [400, 21610, 'refused'],
    [400, 21612, 'perhaps'],
    [400, 21614, 'refused'],
    [400, 21617, 'refused'],
    [400, 21635, 'refused'],
    [400, 63016, 'perhaps'],
    [400, 99999, 'refused'],
    [400, 20429, 'deferred'],
    [400, 21611, 'deferred'],
    [400, 63017, 'deferred'],
    [400, 63018, 'deferred'],
    [401, 20003, 'stopped'],
    [403, 20003, 'stopped'],
    [403, 20005, 'stopped'],
    [403, 60410, 'perhaps'],
    [404, 60200, 'perhaps'],
    [400, 20006, 'stopped'],
    [400, 20008, 'stopped'],
    [404, 20404, 'stopped'],
    [400, 21212, 'stopped'],
    [400, 21601, 'stopped'],
    [400, 21603, 'stopped'],
    [400, 21606, 'perhaps'],
    [400, 21609, 'stopped'],
    [400, 21267, 'stopped'],
    [400, 21654, 'stopped'],
    [400, 21910, 'stopped'],
    [400, 30002, 'stopped'],
    [400, 63007, 'stopped'],
    [400, 63003, 'perhaps'],
    [400, 21701, 'stopped'],
    [400, 21703, 'stopped'],
    [400, 21704, 'perhaps'],
    [400, 21705, 'stopped'],
    [500, 20500, 'unknown'],
    [503, 20503, 'unknown'],
  ])('%i with code %i', async (status, code, kind) => {
    const outcomes = await outcomesOf(errorAnswer(status, code))
    const expected = {
      stopped: stopped(String(code)),
      perhaps: { kind: 'deferred', code: String(code), stops: 'if_others_too' },
    }[kind as string] ?? { kind, code: String(code) }
    expect(outcomes).toEqual([expected])
  })

  it('with status 429 waits for the time of retry-after', async () => {
    const answer = { ...errorAnswer(429, 20429), headers: { 'retry-after': '7' } }
    expect(await outcomesOf(answer)).toEqual([
      { kind: 'deferred', code: '20429', retryAfterMs: 7000 },
    ])
  })

  it('stops the transport if the daily limit is used up', async () => {
    const [outcome] = await outcomesOf(errorAnswer(429, 63038))
    expect(outcome).toMatchObject({ kind: 'deferred', code: '63038', stops: 'quota' })
  })

  it('may have the form of RFC 9457', async () => {
    const body = { type: 'about:blank', title: 'Bad number', status: 400, code: 21211, detail: '' }
    expect(await outcomesOf({ kind: 'answer', status: 400, body })).toEqual([refused('21211')])
  })
})

describe('an answer of another server than Twilio', () => {
  const answer = (status: number, body: unknown): Fault => ({ kind: 'answer', status, body })

  it.each<[string, Fault, SendOutcome]>([
    ['HTML with 502', answer(502, '<h1>Bad gateway</h1>'), unknown('http_502')],
    ['HTML with 504', answer(504, '<h1>Timeout</h1>'), unknown('http_504')],
    ['HTML with 403', answer(403, '<h1>Forbidden</h1>'), stopped('http_403')],
    ['HTML with 413', answer(413, '<h1>Too large</h1>'), refused('http_413')],
    ['JSON null with 500', answer(500, 'null'), unknown('http_500')],
    ['a request timeout', answer(408, ''), unknown('http_408')],
    ['a redirect', answer(307, ''), unknown('http_307')],
    ['HTML with 201', answer(201, '<h1>Welcome</h1>'), unknown('unreadable_answer')],
    ['JSON null with 201', answer(201, 'null'), unknown('unreadable_answer')],
    ['a message without a SID', answer(201, {}), unknown('unreadable_answer')],
    ['half of the JSON', { kind: 'truncated' }, unknown('unreadable_answer')],
    ['an answer too late', { kind: 'hang' }, unknown('timeout')],
    ['silence after accepting', { kind: 'hang_after_accepting' }, unknown('timeout')],
    ['a connection reset', { kind: 'reset' }, unknown('ECONNRESET')],
    ['a reset after accepting', { kind: 'reset_after_accepting' }, unknown('ECONNRESET')],
  ])('is read with care: %s', async (_, fault, expected) => {
    expect(await outcomesOf(fault)).toEqual([expected])
  })

  it('is not awaited if it comes too slowly', async () => {
    const server = createHttpServer((_, response) => {
      response.writeHead(201, { 'content-type': 'application/json' })
      const drip = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(drip))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      const outcomes = await sendTo(`http://127.0.0.1:${port}`, { deadlineMs: 2_000 })
      expect(outcomes).toEqual([unknown('timeout')])
    } finally {
      server.close()
    }
  })
})

describe('a connection that is never established', () => {
  it('because it is refused: the SMS is certainly not sent', async () => {
    const server = await openTwilioServer()
    await server.close()
    expect(await sendTo(server.url)).toEqual([deferred('ECONNREFUSED')])
  })

  it('because the host has no address: the SMS is certainly not sent', async () => {
    // A real name server may take its time to say so.
    const lookup = vi.spyOn(dns, 'lookup') as unknown as MockInstance<Lookup>
    lookup.mockImplementation((_name, _options, answer) => {
      process.nextTick(answer, Object.assign(new Error('none'), { code: 'ENOTFOUND' }))
    })
    expect(await sendTo('http://twilio.invalid')).toEqual([deferred('ENOTFOUND')])
    expect(lookup.mock.calls.map(([name]) => name)).toEqual(['twilio.invalid'])
  })

  it('because the handshake stops: the SMS is certainly not sent', async () => {
    const server = createTcpServer((socket) => socket.resume())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      const outcomes = await sendTo(`https://127.0.0.1:${port}`, { deadlineMs: 500 })
      expect(outcomes).toEqual([deferred('connect_timeout')])
    } finally {
      server.close()
    }
  })

  it('because the server has no TLS: the SMS is certainly not sent', async () => {
    await using server = await openTwilioServer()
    const [outcome] = await sendTo(server.url.replace('http:', 'https:'))
    expect(outcome?.kind).toBe('deferred')
    expect(server.accepted).toHaveLength(0)
  })
})

describe('a caller that aborts', () => {
  it('before the request: the SMS is certainly not sent', async () => {
    await using server = await openTwilioServer()
    expect(await sendTo(server.url, { signal: AbortSignal.abort() })).toEqual([deferred('aborted')])
    expect(server.requests).toHaveLength(0)
  })

  it('during the request: the outcome is unknown', async () => {
    await using server = await openTwilioServer()
    const caller = new AbortController()
    server.faults.when(() => {
      caller.abort()
      return { kind: 'hang' }
    })
    expect(await sendTo(server.url, { signal: caller.signal })).toEqual([unknown('aborted')])
  })
})
