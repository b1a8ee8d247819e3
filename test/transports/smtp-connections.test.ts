import tls from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { openSmtpServer, SMTP_CERTIFICATE, SMTP_LOGIN } from '../support/smtp-server.ts'
import { send, smtpScene } from './smtp-scene.ts'

const scene = smtpScene()

describe('TLS', () => {
  const trusted = tls.getCACertificates('default')
  afterEach(() => tls.setDefaultCACertificates(trusted))

  const elsewhere = { isThisMachine: false, login: SMTP_LOGIN }

  it.each([false, true])(
    'is used with a certificate that is trusted (smtps: %s)',
    async (implicitTls) => {
      tls.setDefaultCACertificates([...trusted, SMTP_CERTIFICATE])
      await using secure = await openSmtpServer({ secure: implicitTls })
      const transport = scene.transportTo(secure.port, { ...elsewhere, implicitTls })
      expect(await send(transport)).toMatchObject({ kind: 'accepted' })
      expect(secure.arrived[0]).toMatchObject({ secure: true, user: SMTP_LOGIN.user })
    },
  )

  it.each([false, true])('must have a trusted certificate (smtps: %s)', async (implicitTls) => {
    await using secure = await openSmtpServer({ secure: implicitTls })
    const transport = scene.transportTo(secure.port, { ...elsewhere, implicitTls })
    expect(await send(transport)).toEqual({
      kind: 'deferred',
      code: 'tls_failed',
      stops: 'configuration',
    })
    expect(secure.commands).not.toContain('AUTH')
  })

  it('is required if the host is another machine', async () => {
    await using plain = await openSmtpServer({ disabledCommands: ['STARTTLS'] })
    expect(await send(scene.transportTo(plain.port, elsewhere))).toMatchObject({
      kind: 'deferred',
      stops: 'configuration',
    })
    expect(plain.commands).not.toContain('AUTH')
  })

  it('is not required on this machine', async () => {
    await using plain = await openSmtpServer({ disabledCommands: ['STARTTLS'] })
    expect(await send(scene.transportTo(plain.port, { login: SMTP_LOGIN }))).toMatchObject({
      kind: 'accepted',
    })
    expect(plain.arrived[0]?.secure).toBe(false)
  })

  it('that begins where the server does not expect it fails, and nothing is sent', async () => {
    const transport = scene.transportTo(scene.server.port, { ...elsewhere, implicitTls: true })
    expect(await send(transport)).toMatchObject({ kind: 'deferred', stops: 'configuration' })
  })
})

describe('connections', () => {
  it('are kept for the next message, and are not more than allowed', async () => {
    const transport = scene.transportTo(scene.server.port, { connections: 2 })
    const numbers = Array.from({ length: 8 }, (_, index) => index + 1)
    const outcomes = await Promise.all(numbers.map((n) => send(transport, n)))
    expect(outcomes.every((outcome) => outcome?.kind === 'accepted')).toBe(true)
    expect(scene.server.opened()).toBe(2)
    expect(scene.server.open()).toBe(2)
  })

  it('are closed with the transport', async () => {
    const transport = scene.transportTo(scene.server.port)
    await send(transport)
    await transport.close?.()
    await expect.poll(() => scene.server.open()).toBe(0)
    expect(await send(transport)).toMatchObject({ kind: 'deferred' })
  })

  it('that the server has closed are opened anew', async () => {
    const transport = scene.transportTo(scene.server.port)
    await send(transport)
    const { port } = scene.server
    await scene.server.close()
    scene.server = await openSmtpServer({ port })
    // The first may still find the old one.
    if ((await send(transport, 2))?.kind === 'deferred') await send(transport, 2)
    expect(scene.server.arrived.map(({ to }) => to)).toEqual([['reader2@acme.com']])
  })
})

describe('a copy (bcc)', () => {
  const bcc = { sender: { bcc: 'Archive <archive@acme.com>' } }

  it('goes out after the message, in a transaction of its own', async () => {
    await send(scene.transportTo(scene.server.port), 1, bcc)
    await expect.poll(() => scene.server.arrived).toHaveLength(2)
    expect(scene.server.arrived.map(({ to }) => to)).toEqual([
      ['reader1@acme.com'],
      ['archive@acme.com'],
    ])
    for (const { raw } of scene.server.arrived) expect(raw).not.toContain('archive@acme.com')
  })

  it('does not go out if the message was not accepted', async () => {
    scene.server.fail({ at: 'DOT', reply: '451 Later' })
    const transport = scene.transportTo(scene.server.port)
    expect(await send(transport, 1, bcc)).toMatchObject({ kind: 'deferred' })
    await transport.close?.()
    expect(scene.server.arrived).toEqual([])
  })

  it('that is refused does not change the outcome of the message', async () => {
    const failed: string[] = []
    const transport = scene.transportTo(scene.server.port, {
      onCopyFailed: (code) => failed.push(code),
    })
    scene.server.fail(
      { at: 'RCPT', until: Promise.resolve() },
      { at: 'RCPT', reply: '550 5.1.1 No' },
    )
    expect(await send(transport, 1, bcc)).toMatchObject({ kind: 'accepted' })
    await transport.close?.()
    expect(failed).toEqual(['smtp_550_5.1.1'])
  })
})
