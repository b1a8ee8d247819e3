import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import {
  openSmtpServer,
  SMTP_LOGIN,
  type SmtpFault,
  type SmtpStage,
} from '../support/smtp-server.ts'
import { NOW, outgoingEmail, SECRETS } from './outgoing.ts'
import { KEY, send, smtpScene } from './smtp-scene.ts'

const scene = smtpScene()
const broken = (at: SmtpStage): SmtpFault => ({ at, ends: 'broken' })
const silent = (at: SmtpStage): SmtpFault => ({ at, ends: 'silent' })

describe('before the data nothing is sent', () => {
  const BEFORE: readonly SmtpStage[] = ['GREETING', 'EHLO', 'STARTTLS', 'MAIL', 'RCPT', 'DATA']

  it.each(BEFORE)('when the connection breaks at %s', async (at) => {
    scene.server.fail(broken(at))
    const transport = scene.transportTo(scene.server.port)
    expect(await send(transport)).toMatchObject({ kind: 'deferred' })
    expect(await send(transport)).toMatchObject({ kind: 'accepted' })
    expect(scene.server.arrived).toHaveLength(1)
  })

  it.each([...BEFORE, 'AUTH' as const])('when the server says nothing at %s', async (at) => {
    scene.server.fail(silent(at))
    const transport = scene.transportTo(scene.server.port, { deadlineMs: 300, login: SMTP_LOGIN })
    expect(await send(transport)).toEqual({ kind: 'deferred', code: 'connect_timeout' })
    expect(scene.server.arrived).toEqual([])
  })

  it.each<[SmtpStage, string, object]>([
    ['GREETING', '421 4.3.2 Too busy', { code: 'smtp_421_4.3.2' }],
    ['GREETING', '554 No service', { code: 'smtp_554', stops: 'configuration' }],
    ['EHLO', '421 4.3.2 Too busy', { code: 'smtp_421_4.3.2' }],
    ['STARTTLS', '454 4.7.0 Not now', { code: 'smtp_454_4.7.0' }],
    ['STARTTLS', '502 5.5.1 No TLS', { code: 'smtp_502_5.5.1', stops: 'configuration' }],
    ['AUTH', '454 4.7.0 Later', { code: 'smtp_454_4.7.0' }],
    ['AUTH', '535 5.7.8 Wrong', { code: 'smtp_535_5.7.8', stops: 'configuration' }],
    ['MAIL', '451 4.3.0 Later', { code: 'smtp_451_4.3.0' }],
    ['MAIL', '530 5.7.0 Log in first', { code: 'smtp_530_5.7.0', stops: 'configuration' }],
    ['MAIL', '553 5.7.1 Not your sender', { code: 'smtp_553_5.7.1', stops: 'configuration' }],
    ['MAIL', '550 5.1.8 No such domain', { code: 'smtp_550_5.1.8', stops: 'configuration' }],
    ['RCPT', '450 4.2.0 Greylisted', { code: 'smtp_450_4.2.0' }],
    ['RCPT', '452 4.2.2 Over quota', { code: 'smtp_452_4.2.2' }],
    ['RCPT', '550 5.1.7 Bad sender', { code: 'smtp_550_5.1.7', stops: 'configuration' }],
    ['RCPT', '554 5.7.1 Relay denied', { code: 'smtp_554_5.7.1', stops: 'if_others_too' }],
    ['DATA', '451 4.3.0 Later', { code: 'smtp_451_4.3.0' }],
    ['DATA', '421 4.3.2 Closing', { code: 'smtp_421_4.3.2' }],
    [
      'RCPT',
      '550 5.4.5 Daily user sending limit exceeded',
      { code: 'smtp_550_5.4.5', stops: 'quota' },
    ],
  ])('when %s gets %s', async (at, reply, expected) => {
    scene.server.fail({ at, reply })
    const transport = scene.transportTo(scene.server.port, { login: SMTP_LOGIN })
    expect(await send(transport)).toEqual({ kind: 'deferred', ...expected })
    expect(scene.server.arrived).toEqual([])
  })

  it('when nothing listens', async () => {
    const transport = scene.transportTo(await freePort())
    expect(await send(transport)).toEqual({ kind: 'deferred', code: 'connection_refused' })
  })

  it('when the host does not exist', async () => {
    const transport = scene.transportTo(scene.server.port, { host: 'nowhere.invalid' })
    const outcome = await send(transport)
    // Without a DNS server the same question has no answer at all.
    expect(['host_not_found', 'dns_failed']).toContain(outcome && 'code' in outcome && outcome.code)
  })

  it('when the request is aborted', async () => {
    scene.server.fail(silent('MAIL'))
    const stop = new AbortController()
    const sending = send(scene.transportTo(scene.server.port), 1, {}, stop.signal)
    await expect.poll(() => scene.server.commands).toContain('MAIL')
    stop.abort()
    expect(await sending).toEqual({ kind: 'deferred', code: 'aborted' })
  })

  it('when user and password are wrong', async () => {
    const transport = scene.transportTo(scene.server.port, {
      login: { user: 'x', password: 'sesame' },
    })
    expect(await send(transport)).toMatchObject({ kind: 'deferred', stops: 'configuration' })
    expect(scene.server.commands).not.toContain('MAIL')
  })

  it('when the server offers no login although there is one', async () => {
    await using plain = await openSmtpServer({ disabledCommands: ['AUTH'] })
    const outcome = await send(scene.transportTo(plain.port, { login: SMTP_LOGIN }))
    expect(outcome).toMatchObject({ kind: 'deferred', stops: 'configuration' })
    expect(plain.arrived).toEqual([])
  })
})

describe('a refused recipient', () => {
  it.each([
    '550 5.1.1 No such user',
    '550 No such user',
    '553 5.1.3 Bad address',
    '552 5.2.2 Full',
    '550 5.4.1 No such domain',
  ])('is only the fault of this message: %s', async (reply) => {
    scene.server.fail({ at: 'RCPT', reply })
    const transport = scene.transportTo(scene.server.port)
    expect(await send(transport)).toMatchObject({ kind: 'refused' })
    expect(await send(transport)).toMatchObject({ kind: 'accepted' })
    // The connection is still good.
    expect(scene.server.opened()).toBe(1)
  })

  it('shows the sentence of the server without the address', async () => {
    scene.server.fail({ at: 'RCPT', reply: '550 5.1.1 <reader1@acme.com>: mailbox unavailable' })
    const transport = scene.transportTo(scene.server.port)
    const outcomes = await transport.send(transport.prepare([outgoingEmail()], NOW), KEY)
    expect(outcomes).toEqual([
      { kind: 'refused', code: 'smtp_550_5.1.1', detail: '<…>: mailbox unavailable' },
    ])
  })

  it('shows all lines of a long reply', async () => {
    scene.server.fail({ at: 'RCPT', reply: '550-5.1.1 The account\r\n550 5.1.1 does not exist' })
    const transport = scene.transportTo(scene.server.port)
    const outcomes = await transport.send(transport.prepare([outgoingEmail()], NOW), KEY)
    expect(outcomes).toMatchObject([{ detail: 'The account does not exist' }])
  })
})

describe('the reply to the data decides', () => {
  it.each<[string, object]>([
    ['250 2.0.0 queued as 4F', { kind: 'accepted', providerMessageId: expect.any(String) }],
    ['421 4.3.2 Closing', { kind: 'deferred', code: 'smtp_421_4.3.2' }],
    ['451 4.7.1 Try later', { kind: 'deferred', code: 'smtp_451_4.7.1' }],
    ['451 Try later', { kind: 'deferred', code: 'smtp_451' }],
    ['550 5.1.1 No such user', { kind: 'refused', code: 'smtp_550_5.1.1' }],
    ['552 5.3.4 Too large', { kind: 'refused', code: 'smtp_552_5.3.4' }],
    ['550 5.6.0 Bad content', { kind: 'refused', code: 'smtp_550_5.6.0' }],
    ['550 No', { kind: 'refused', code: 'smtp_550' }],
    ['550 5.1.8 Sender', { kind: 'deferred', code: 'smtp_550_5.1.8', stops: 'configuration' }],
    ['535 5.7.8 Expired', { kind: 'deferred', code: 'smtp_535_5.7.8', stops: 'configuration' }],
    ['530 Log in', { kind: 'deferred', code: 'smtp_530', stops: 'configuration' }],
    ['550 5.7.1 Spam', { kind: 'deferred', code: 'smtp_550_5.7.1', stops: 'if_others_too' }],
    [
      '554 Message rejected: Email address is not verified.',
      { kind: 'deferred', code: 'smtp_554', stops: 'if_others_too' },
    ],
    [
      '454 Throttling failure: Daily message quota exceeded.',
      { kind: 'deferred', code: 'smtp_454', stops: 'quota' },
    ],
  ])('%s', async (reply, expected) => {
    scene.server.fail({ at: 'DOT', reply })
    expect(await send(scene.transportTo(scene.server.port))).toEqual(expected)
  })

  it('holds the others back for a moment when the server asks for fewer', async () => {
    scene.server.fail({
      at: 'DOT',
      reply: '454 Throttling failure: Maximum sending rate exceeded.',
    })
    const seen: unknown[] = []
    const onHeaders = (...args: unknown[]) => void seen.push(args)
    expect(await send(scene.transportTo(scene.server.port, { onHeaders }))).toMatchObject({
      kind: 'deferred',
    })
    expect(seen).toEqual([[{}, 429]])
  })
})

describe('after the data has begun, nothing is certain without a reply', () => {
  it.each<[string, SmtpFault]>([
    ['the connection breaks in the data', broken('BODY')],
    ['the connection breaks after the dot', broken('DOT')],
    ['the connection breaks after the message was kept', { ...broken('DOT'), kept: true } as const],
    ['the reply makes no sense', { at: 'DOT', reply: '354 Go on' }],
  ])('when %s', async (_, fault) => {
    scene.server.fail(fault)
    expect(await send(scene.transportTo(scene.server.port))).toMatchObject({ kind: 'unknown' })
  })

  it.each(['BODY', 'DOT'] as const)('when the server says nothing at %s', async (at) => {
    scene.server.fail(silent(at))
    const transport = scene.transportTo(scene.server.port, { dataDeadlineMs: 300 })
    expect(await send(transport)).toEqual({ kind: 'unknown', code: 'timeout' })
  })

  it('when the request is aborted', async () => {
    const stop = new AbortController()
    scene.server.fail({ at: 'DOT', until: new Promise(() => {}) })
    const outcome = send(scene.transportTo(scene.server.port), 1, {}, stop.signal)
    await expect.poll(() => scene.server.arrived).toHaveLength(1)
    stop.abort()
    expect(await outcome).toEqual({ kind: 'unknown', code: 'aborted' })
  })

  it('but a slow reply counts, also after the time for the connection', async () => {
    const deadlineMs = 1_000
    const transport = scene.transportTo(scene.server.port, { deadlineMs })
    await send(transport)
    scene.server.fail({ at: 'DOT', until: delay(deadlineMs + 100) })
    const outcome = send(transport, 2)
    expect(await outcome).toMatchObject({ kind: 'accepted' })
  })

  it('and the message is sent once', async () => {
    scene.server.fail({ ...broken('DOT'), kept: true } as const)
    expect(await send(scene.transportTo(scene.server.port))).toMatchObject({ kind: 'unknown' })
    await expect.poll(() => scene.server.open()).toBe(0)
    expect(scene.server.arrived).toHaveLength(1)
  })
})

it('cannot send an SMS, and not two messages at once', () => {
  const transport = scene.transportTo(1)
  const sms = { ...outgoingEmail(), channel: 'sms', body: '424242' } as const
  expect(() => transport.prepare([sms], NOW)).toThrow(TypeError)
  expect(() => transport.prepare([outgoingEmail(), outgoingEmail()], NOW)).toThrow(RangeError)
})

it('has no secret in any outcome', async () => {
  scene.server.failAlways({ at: 'RCPT', reply: '550 5.1.1 <reader1@acme.com> 424242 AKIA/test' })
  const outcome = await send(scene.transportTo(scene.server.port))
  for (const secret of [...SECRETS, SMTP_LOGIN.password]) {
    expect(JSON.stringify(outcome)).not.toContain(secret)
  }
})
