import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type BellhopProcess, signed, startProcess } from '../support/bellhop-process.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { freePort } from '../support/free-port.ts'
import { type Home, openFolder } from '../support/home.ts'

const DOOR = new URL('../../deploy/compose/door.mjs', import.meta.url).href

/** An address of this machine that is not 127.0.0.1, as Docker has one; else 127.0.0.1. */
const outside =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'

describe('the service of compose.yaml', () => {
  let home: Home
  let port: number
  let service: BellhopProcess
  beforeAll(async () => {
    home = await openFolder(inject('dataDir'))
    port = await freePort()
    service = startProcess({ ...home.env, PORT: String(port), OPS_TOKEN: '' }, DOOR)
    await service.url()
  })
  afterAll(async () => {
    service.child.kill('SIGKILL')
    await service.exit()
    await home[Symbol.asyncDispose]()
  })

  async function ask(
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<{ readonly status: number | undefined; readonly body: string }> {
    const method = body === undefined ? 'GET' : 'POST'
    const options = { host: outside, port: port + 1, path, method }
    const asked = request({ ...options, headers: { host: '127.0.0.1:3000', ...headers } })
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode, body: await text(answer) }
  }

  it('shows the outbox at the published port without a token', async () => {
    const event = emailCreated({ to_email_address: 'ada@acme.dev' })
    const { headers, body } = signed(event)
    expect(await ask('/api/webhooks', headers, body)).toMatchObject({ status: 200 })
    const outbox = await ask('/api/outbox?to=ada@acme.dev&wait=10')
    expect(outbox).toMatchObject({ status: 200, body: expect.stringContaining('ada@acme.dev') })
    expect(await ask('/')).toMatchObject({
      status: 200,
      body: expect.stringContaining('ada@acme.dev'),
    })
  })

  it.each([
    ['another host name, as of a site that resolves to this machine', { host: 'evil.example' }],
    ['the header of a tunnel', { 'x-forwarded-for': '192.0.2.1' }],
  ])('still refuses %s', async (_, headers) => {
    expect(await ask('/', headers)).toMatchObject({ status: 403 })
    expect(await ask('/api/outbox', headers)).toMatchObject({ status: 403 })
  })

  it('stops while a client of the published port stays connected', async () => {
    const asked = request({
      host: outside,
      port: port + 1,
      path: '/outbox/events',
      headers: { host: '127.0.0.1:3000' },
    })
    asked.on('error', () => {})
    asked.end()
    await once(asked, 'response')
    service.child.kill('SIGTERM')
    expect(await service.exit()).toBe(0)
  })
})
