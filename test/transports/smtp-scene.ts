import { afterEach, beforeEach, expect } from 'vitest'
import type { SendOutcome, Transport } from '../../src/domain/transport.ts'
import { createSmtpTransport, type SmtpTransportOptions } from '../../src/transports/smtp.ts'
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts'
import { decided, NOW, outgoingEmail } from './outgoing.ts'

export interface SmtpScene {
  /** A new one for each test. */
  server: TestSmtpServer
  /** Closed after the test. */
  transportTo(port: number, options?: Partial<SmtpTransportOptions>): Transport
}

/** Opens a mail server for each test of the file. */
export function smtpScene(): SmtpScene {
  let transports: Transport[]
  const scene = { transportTo } as SmtpScene

  beforeEach(async () => {
    scene.server = await openSmtpServer()
    transports = []
  })
  afterEach(async () => {
    await Promise.all(transports.map((transport) => transport.close?.()))
    await scene.server.close()
  })

  function transportTo(port: number, options: Partial<SmtpTransportOptions> = {}): Transport {
    const transport = createSmtpTransport({
      from: 'Acme <auth@acme.com>',
      host: '127.0.0.1',
      port,
      implicitTls: false,
      isThisMachine: true,
      login: null,
      ...options,
    })
    transports.push(transport)
    return transport
  }

  return scene
}

export const KEY = { idempotencyKey: 'bellhop/attempt-1' }

/** Sends one email; its outcome without the sentence of the server. */
export async function send(
  transport: Transport,
  n = 1,
  changes: Parameters<typeof outgoingEmail>[1] = {},
  signal?: AbortSignal,
): Promise<SendOutcome | undefined> {
  const body = transport.prepare([outgoingEmail(n, changes)], NOW)
  const outcomes = await transport.send(body, { ...KEY, ...(signal ? { signal } : {}) })
  expect(outcomes).toHaveLength(1)
  return decided(outcomes)[0]
}
