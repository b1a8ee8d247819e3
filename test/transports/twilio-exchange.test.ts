import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { openTwilioExchange } from '../../src/transports/twilio-exchange.ts'

// A pre-shared key instead of a certificate: TLS without files.
const PSK = {
  psk: Buffer.from('0123456789abcdef'),
  tls: { ciphers: 'PSK', maxVersion: 'TLSv1.2' },
} as const

async function openTlsServer(onRequest: (socket: Socket) => void) {
  const server = https.createServer(
    { ...PSK.tls, pskCallback: () => PSK.psk },
    (request, response) => {
      if (request.url === '/reset') return onRequest(request.socket)
      response.writeHead(429, { 'Retry-After': '7' }).end('{}')
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function openExchange(psk: Buffer = PSK.psk, mayBegin = true) {
  const signal = AbortSignal.timeout(5_000)
  const exchange = openTwilioExchange(twilio.RequestClient, {
    signal,
    deadlineMs: 5_000,
    mayBegin: () => mayBegin,
  })
  exchange.client.axios.defaults.httpsAgent = new https.Agent({
    ...PSK.tls,
    pskCallback: () => ({ psk, identity: 'test' }),
    checkServerIdentity: () => undefined,
  })
  return exchange
}

describe('an exchange over TLS', () => {
  it('knows the status and the headers of a failure', async () => {
    await using server = await openTlsServer(() => {})
    const exchange = openExchange()
    await exchange.client.request({ method: 'post', uri: `${server.url}/` })
    expect(exchange.connected).toBe(true)
    expect(exchange.answer?.status).toBe(429)
    expect(exchange.answer?.headers).toMatchObject({ 'retry-after': '7' })
  })

  it('is connected when the request may have been sent, even without an answer', async () => {
    await using server = await openTlsServer((socket) => socket.destroy())
    const exchange = openExchange()
    await expect(
      exchange.client.request({ method: 'post', uri: `${server.url}/reset` }),
    ).rejects.toThrow()
    expect(exchange.connected).toBe(true)
    expect(exchange.answer).toBeNull()
  })

  it('sends nothing if it may not begin', async () => {
    let requests = 0
    await using server = await openTlsServer(() => requests++)
    const exchange = openExchange(PSK.psk, false)
    await expect(
      exchange.client.request({ method: 'post', uri: `${server.url}/reset` }),
    ).rejects.toThrow('too late')
    expect(exchange.connected).toBe(false)
    expect(requests).toBe(0)
  })

  it('is not connected if the handshake fails', async () => {
    await using server = await openTlsServer(() => {})
    const exchange = openExchange(Buffer.from('another key'))
    await expect(
      exchange.client.request({ method: 'post', uri: `${server.url}/` }),
    ).rejects.toThrow()
    expect(exchange.connected).toBe(false)
  })
})
