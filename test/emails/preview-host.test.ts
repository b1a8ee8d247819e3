import { createServer as createHttpServer, Server as HttpServer } from 'node:http'
import { type AddressInfo, createServer, Server, Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'

const { listen } = Server.prototype
const { connect } = Socket.prototype

beforeAll(async () => {
  await import('../../emails/_preview/loopback.ts')
  await import('../../emails/_preview/offline.ts')
})
// Other tests run in the same process.
afterAll(() => {
  Server.prototype.listen = listen
  Socket.prototype.connect = connect
  Reflect.deleteProperty(HttpServer.prototype, 'emit')
})

it('the preview listens on 127.0.0.1 only', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  expect(server.address()).toMatchObject({ address: '127.0.0.1' })
  await new Promise((resolve) => server.close(resolve))
})

it.each(['https://react.email/api/check-spam', 'http://203.0.113.7/', 'http://[2001:db8::1]/'])(
  'the preview does not connect to %s',
  async (url) => {
    const failure = await fetch(url, { method: 'POST', body: 'an email' }).catch(
      ({ cause }) => cause,
    )
    expect(String(failure)).toMatch(/The preview of the emails does not connect to/)
  },
)

it('the preview connects to this machine, and its pages may do so too', async () => {
  const server = createHttpServer((_, response) => response.end('here'))
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  for (const host of ['127.0.0.1', 'localhost']) {
    const response = await fetch(`http://${host}:${port}/`)
    expect(await response.text()).toBe('here')
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'")
  }
  await new Promise((resolve) => server.close(resolve))
})
