import { afterEach, describe, expect, it, vi } from 'vitest'
import type { OutgoingSms } from '../../src/domain/transport.ts'
import { createTwilioTransport, type TwilioTransportOptions } from '../../src/transports/twilio.ts'
import { openTwilioServer, TWILIO_ACCOUNT, type TwilioServer } from '../support/twilio-server.ts'
import { decided, NOW, outgoingSms } from './outgoing.ts'

const KEY = { idempotencyKey: 'bellhop/attempt-1' }
const { accountSid, authToken, apiKey, apiSecret } = TWILIO_ACCOUNT
const SERVICE = `MG${'2'.repeat(32)}`

function transportTo(server: TwilioServer, options: Partial<TwilioTransportOptions> = {}) {
  return createTwilioTransport({
    accountSid,
    authToken,
    messagingServiceSid: SERVICE,
    publicUrl: 'https://auth.acme.com',
    baseUrl: server.url,
    ...options,
  })
}

async function sendOne(
  server: TwilioServer,
  options: Partial<TwilioTransportOptions> = {},
  changes: Partial<OutgoingSms> = {},
) {
  const transport = transportTo(server, options)
  return decided(await transport.send(transport.prepare([outgoingSms(1, changes)], NOW), KEY))
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe('an SMS', () => {
  it('arrives complete at Messages.json', async () => {
    await using server = await openTwilioServer()
    const outcomes = await sendOne(server)
    const { to, body, id } = outgoingSms()
    const [accepted] = server.accepted
    expect(accepted).toMatchObject({
      to,
      body,
      from: null,
      messagingServiceSid: SERVICE,
      validityPeriod: 600,
      statusCallback: `https://auth.acme.com/api/webhooks/twilio?m=${id}#rc=5&rp=all`,
    })
    expect(new URLSearchParams(server.requests[0]?.body).get('SmartEncoded')).toBe('true')
    expect(outcomes).toEqual([{ kind: 'accepted', providerMessageId: accepted?.sid }])
  })

  it('comes from one of our numbers if there is no Messaging Service', async () => {
    await using server = await openTwilioServer()
    await sendOne(server, { messagingServiceSid: undefined, from: '+12015550100' })
    expect(server.accepted[0]).toMatchObject({ from: '+12015550100', messagingServiceSid: null })
  })

  it('is not sent when it is too late for it', async () => {
    await using server = await openTwilioServer()
    const transport = transportTo(server)
    const body = transport.prepare([outgoingSms()], NOW)
    const outcomes = await transport.send(body, { ...KEY, mayBegin: () => false })
    expect(outcomes).toEqual([{ kind: 'deferred', code: 'too_late' }])
    expect(server.requests).toEqual([])
  })

  it('requests no status callback without a public URL', async () => {
    await using server = await openTwilioServer()
    await sendOne(server, { publicUrl: undefined })
    expect(server.accepted[0]?.statusCallback).toBeNull()
  })

  it('is sent without a callback if Twilio refuses the URL, with one call of onCallbackRefused', async () => {
    await using server = await openTwilioServer()
    let told = 0
    const transport = transportTo(server, {
      publicUrl: 'https://my_host.acme.com',
      onCallbackRefused: () => told++,
    })
    const send = (number: number) =>
      transport.send(transport.prepare([outgoingSms(number)], NOW), KEY)
    expect(await send(1)).toMatchObject([{ kind: 'accepted' }])
    expect(await send(2)).toMatchObject([{ kind: 'accepted' }])
    expect(server.accepted.map(({ statusCallback }) => statusCallback)).toEqual([null, null])
    expect([told, server.requests.length]).toEqual([1, 3])
  })

  it.each([
    ['a sentence before it', { listPrefix: 'Sent from your Twilio trial account - ' }],
    ['plain quotes', { encode: (body: string) => body.replaceAll('’', "'") }],
  ])('is found in the list although Twilio shows it with %s', async (_, options) => {
    await using server = await openTwilioServer({ ...options, now: () => NOW })
    const transport = transportTo(server)
    const body = transport.prepare([outgoingSms(1, { body: 'It’s 123456 – yours' })], NOW)
    await transport.send(body, KEY)
    expect(await transport.find?.(body, NOW)).toEqual({
      kind: 'found',
      providerMessageIds: [server.accepted[0]?.sid],
    })
    const other = transport.prepare([outgoingSms(1, { body: 'It’s 654321 – yours' })], NOW)
    expect(await transport.find?.(other, NOW)).toEqual({ kind: 'absent' })
  })

  it.each([
    ['no-break spaces', (body: string) => body.replace(/[\u00a0\u202f\u2009\u3000]/g, ' ')],
    ['line ends of two characters', (body: string) => body.replaceAll('\n', '\r\n')],
    ['a blank line less', (body: string) => body.replace('\n\n\n', '\n\n')],
    ['no white space around it', (body: string) => body.trim()],
  ])('is found in the list although Twilio shows it with %s', async (_, encode) => {
    for (const listPrefix of ['', 'Sent from your Twilio trial account - ']) {
      await using server = await openTwilioServer({ encode, listPrefix, now: () => NOW })
      const transport = transportTo(server)
      const text = 'Acme\u202f:\u00a0123\u2009456\u3000!\n\n\nOne\nTwo\n'
      const body = transport.prepare([outgoingSms(1, { body: text })], NOW)
      await transport.send(body, KEY)
      expect(await transport.find?.(body, NOW)).toMatchObject({ kind: 'found' })
    }
  })

  it.each([
    'Hello ',
    'Sent from your trial account - ',
    'Sent from your Twilio trial account - Hi ',
  ])('is not found in the list behind other words: %s', async (words) => {
    await using server = await openTwilioServer({ listPrefix: words, now: () => NOW })
    const transport = transportTo(server)
    const body = transport.prepare([outgoingSms(1, { body: '123456' })], NOW)
    await transport.send(body, KEY)
    expect(await transport.find?.(body, NOW)).toEqual({ kind: 'absent' })
  })

  it('is authorised by an API key if there is one', async () => {
    await using server = await openTwilioServer({ authToken: 'unused' })
    const outcomes = await sendOne(server, { authToken: undefined, apiKey, apiSecret })
    expect(outcomes[0]?.kind).toBe('accepted')
  })

  it('is kept if the token is wrong', async () => {
    await using server = await openTwilioServer()
    expect(await sendOne(server, { authToken: 'wrong' })).toEqual([
      { kind: 'deferred', code: '20003', stops: 'configuration' },
    ])
  })

  it.each([
    ['ten minutes', 600_000, 600],
    ['a minute and a half', 90_900, 90],
    ['nearly nothing', 400, 1],
    ['nothing', -60_000, 1],
    ['thirty days', 30 * 86_400_000, 36_000],
  ])('with %s to live may wait no longer at Twilio', async (_, leftMs, seconds) => {
    await using server = await openTwilioServer()
    await sendOne(server, {}, { expiresAt: new Date(NOW.getTime() + leftMs) })
    expect(server.accepted[0]?.validityPeriod).toBe(seconds)
  })

  it.each([
    ['+15005550001', '21211'],
    ['+15005550004', '21610'],
    ['+15005550009', '21614'],
  ])('to %s is refused', async (to, code) => {
    await using server = await openTwilioServer()
    expect(await sendOne(server, {}, { to })).toEqual([{ kind: 'refused', code }])
  })
})

describe('the Twilio transport', () => {
  it('makes one request on a connection of its own, and repeats none', async () => {
    await using server = await openTwilioServer()
    server.faults.times(3, { kind: 'answer', status: 429 })
    expect(await sendOne(server)).toEqual([{ kind: 'deferred', code: '20429', retryAfterMs: 1000 }])
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.headers.connection).toBe('close')
  })

  it('does not mix up requests that run at the same time', async () => {
    await using server = await openTwilioServer()
    const gate = Promise.withResolvers<void>()
    server.faults.next({ kind: 'late', wait: gate.promise }, { kind: 'answer', status: 500 })
    const slow = sendOne(server)
    await server.waitFor(1)
    expect(await sendOne(server)).toEqual([{ kind: 'unknown', code: '20500' }])
    gate.resolve()
    expect(await slow).toEqual([{ kind: 'accepted', providerMessageId: server.accepted[0]?.sid }])
  })

  it('passes on the headers of every answer', async () => {
    await using server = await openTwilioServer()
    server.faults.next(null, { kind: 'answer', status: 429 }, { kind: 'hang' })
    const heard: [string | undefined, number | null][] = []
    const onHeaders: TwilioTransportOptions['onHeaders'] = (headers, status) =>
      heard.push([headers['retry-after'], status])
    await sendOne(server, { onHeaders })
    await sendOne(server, { onHeaders })
    await sendOne(server, { onHeaders, deadlineMs: 300 })
    expect(heard).toEqual([
      [undefined, 201],
      ['1', 429],
    ])
  })

  it('never reads the environment', async () => {
    await using server = await openTwilioServer()
    vi.stubEnv('TWILIO_ACCOUNT_SID', `AC${'9'.repeat(32)}`)
    vi.stubEnv('TWILIO_AUTH_TOKEN', 'environment')
    vi.stubEnv('TWILIO_REGION', 'ie1')
    vi.stubEnv('TWILIO_EDGE', 'dublin')
    vi.stubEnv('TWILIO_LOG_LEVEL', 'debug')
    const log = vi.spyOn(console, 'log')
    expect((await sendOne(server))[0]?.kind).toBe('accepted')
    expect(log).not.toHaveBeenCalled()
  })

  it.each<[string, Partial<TwilioTransportOptions>]>([
    ['an API key for an account', { accountSid: apiKey }],
    ['no secret', { authToken: undefined }],
    ['half an API key', { authToken: undefined, apiKey }],
    ['no sender', { messagingServiceSid: undefined }],
  ])('is refused at once with %s', async (_, options) => {
    await using server = await openTwilioServer()
    expect(() => transportTo(server, options)).toThrow(TypeError)
  })

  it('accepts one SMS per request', async () => {
    await using server = await openTwilioServer()
    const transport = transportTo(server)
    expect(() => transport.prepare([], NOW)).toThrow(RangeError)
    expect(() => transport.prepare([outgoingSms(1), outgoingSms(2)], NOW)).toThrow(RangeError)
  })

  it('does not accept an email', async () => {
    await using server = await openTwilioServer()
    const email = { ...outgoingSms(), channel: 'email', subject: '', html: '', text: '' } as const
    expect(() => transportTo(server).prepare([email], NOW)).toThrow(TypeError)
  })
})
