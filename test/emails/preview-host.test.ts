import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import '../../emails/_preview/loopback.ts'
import '../../emails/_preview/offline.ts'

it('keeps the preview on this machine', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  expect(server.address()).toMatchObject({ address: '127.0.0.1' })
  await new Promise((resolve) => server.close(resolve))
})

it.each(['https://react.email/api/check-spam', 'http://203.0.113.7/', 'http://[2001:db8::1]/'])(
  'lets the preview send nothing to %s',
  async (url) => {
    const failure = await fetch(url, { method: 'POST', body: 'an email' }).catch(
      ({ cause }) => cause,
    )
    expect(String(failure)).toMatch(/The preview of the emails does not connect to/)
  },
)

it('lets the preview talk to this machine, and the browser as well', async () => {
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
