import { describe, expect, it } from 'vitest'
import type { CapturedMessage } from '../../src/domain/captured-message.ts'
import type { OutgoingMessage, Transport } from '../../src/domain/transport.ts'
import { createCaptureTransport } from '../../src/transports/capture.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { createSmtpTransport } from '../../src/transports/smtp.ts'
import { createTwilioTransport } from '../../src/transports/twilio.ts'
import { openResendServer } from '../support/resend-server.ts'
import { openSmtpServer, SMTP_LOGIN } from '../support/smtp-server.ts'
import { openTwilioServer, TWILIO_ACCOUNT } from '../support/twilio-server.ts'
import { NOW, outgoingEmail, outgoingSms, SECRETS } from './outgoing.ts'

interface Bench extends AsyncDisposable {
  readonly transport: Transport
  message(n: number): OutgoingMessage
  /** How many messages the other side has. */
  accepted(): number
  /** From now on nothing that is sent arrives. */
  breakDown(): Promise<void>
}

async function resendBench(): Promise<Bench> {
  const server = await openResendServer()
  const transport = createResendTransport({
    apiKey: 're_test',
    from: 'Acme <auth@acme.com>',
    baseUrl: server.url,
  })
  return {
    transport,
    message: (n) => outgoingEmail(n),
    accepted: () => server.accepted.length,
    breakDown: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}

async function twilioBench(): Promise<Bench> {
  const server = await openTwilioServer()
  const { accountSid, authToken } = TWILIO_ACCOUNT
  const transport = createTwilioTransport({
    accountSid,
    authToken,
    from: '+12015550100',
    baseUrl: server.url,
  })
  return {
    transport,
    message: (n) => outgoingSms(n),
    accepted: () => server.accepted.length,
    breakDown: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}

async function smtpBench(): Promise<Bench> {
  const server = await openSmtpServer()
  const transport = createSmtpTransport({
    from: 'Acme <auth@acme.com>',
    host: '127.0.0.1',
    port: server.port,
    implicitTls: false,
    isThisMachine: true,
    login: SMTP_LOGIN,
  })
  return {
    transport,
    message: (n) => outgoingEmail(n),
    accepted: () => server.arrived.length,
    breakDown: server.close,
    async [Symbol.asyncDispose]() {
      await transport.close?.()
      await server.close()
    },
  }
}

async function captureBench(): Promise<Bench> {
  const kept = new Map<string, CapturedMessage>()
  let broken = false
  const transport = createCaptureTransport({
    channel: 'email',
    async keep(message) {
      if (broken) throw new Error('disk full at reader1@acme.com')
      kept.set(message.id, message)
    },
  })
  return {
    transport,
    message: (n) => outgoingEmail(n),
    accepted: () => kept.size,
    async breakDown() {
      broken = true
    },
    async [Symbol.asyncDispose]() {},
  }
}

describe.each([
  ['resend', resendBench],
  ['smtp', smtpBench],
  ['twilio', twilioBench],
  ['capture', captureBench],
])('transport contract: %s', (provider, open) => {
  function messagesFor({ transport, message }: Bench): OutgoingMessage[] {
    return Array.from({ length: Math.min(3, transport.batchSize) }, (_, index) =>
      message(index + 1),
    )
  }

  it('names its provider and its channel', async () => {
    await using bench = await open()
    expect(bench.transport.provider).toBe(provider)
    expect(bench.transport.channel).toBe(bench.message(1).channel)
  })

  it('prepares the same body for the same messages, also after it was stored', async () => {
    await using bench = await open()
    const messages = messagesFor(bench)
    const before = structuredClone(messages)
    const body = bench.transport.prepare(messages, NOW)
    expect(bench.transport.prepare(messages, NOW)).toEqual(body)
    expect(JSON.parse(JSON.stringify(body))).toEqual(body)
    expect(messages).toEqual(before)
  })

  it('returns one accepted outcome for each message of a stored body', async () => {
    await using bench = await open()
    const messages = messagesFor(bench)
    const stored = JSON.parse(JSON.stringify(bench.transport.prepare(messages, NOW)))
    const outcomes = await bench.transport.send(stored, { idempotencyKey: 'bellhop/1' })
    expect(outcomes).toEqual(
      messages.map(() => ({ kind: 'accepted', providerMessageId: expect.any(String) })),
    )
    expect(bench.accepted()).toBe(messages.length)
  })

  it('sends a message once that is repeated with the same key, if it is idempotent', async () => {
    await using bench = await open()
    const messages = messagesFor(bench)
    const body = bench.transport.prepare(messages, NOW)
    const first = await bench.transport.send(body, { idempotencyKey: 'bellhop/1' })
    const second = await bench.transport.send(body, { idempotencyKey: 'bellhop/1' })
    expect(bench.accepted()).toBe(bench.transport.idempotent ? messages.length : 2)
    if (bench.transport.idempotent) expect(second).toEqual(first)
  })

  it('does not throw without an answer, and accepts nothing', async () => {
    await using bench = await open()
    await bench.breakDown()
    const messages = messagesFor(bench)
    const body = bench.transport.prepare(messages, NOW)
    const outcomes = await bench.transport.send(body, { idempotencyKey: 'bellhop/1' })
    expect(outcomes).toHaveLength(messages.length)
    for (const outcome of outcomes) expect(['deferred', 'unknown']).toContain(outcome.kind)
    for (const secret of SECRETS) expect(JSON.stringify(outcomes)).not.toContain(secret)
  })

  it('has no secrets in an outcome', async () => {
    await using bench = await open()
    const body = bench.transport.prepare(messagesFor(bench), NOW)
    const outcomes = await bench.transport.send(body, { idempotencyKey: 'bellhop/1' })
    for (const secret of SECRETS) expect(JSON.stringify(outcomes)).not.toContain(secret)
  })
})
