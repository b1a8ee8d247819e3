import { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBodyLimit } from '../../src/http/limit-body.ts'
import { type Listening, listen } from '../../src/runtime/server.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { connectRaw, postHead, type RawClient } from '../support/raw-client.ts'

const INVALID_SIGNATURE = { status: 400, body: '{"error":"invalid_signature"}' }
const TOO_MANY = { status: 503, body: '{"error":"too_many_bodies"}' }
const TOO_LARGE = { status: 413, body: '{"error":"body_too_large"}' }

const signed = (at = new Date()) => ({
  'svix-id': 'msg_1',
  'svix-timestamp': Math.floor(at.getTime() / 1000),
  'svix-signature': 'v1,AAAA',
})
/** Resolves when this many of them were refused because there is no room. The others wait for their bodies. */
function refused(clients: readonly RawClient[], count: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let answered = 0
  for (const client of clients) {
    client.answer().then(
      (answer) => {
        try {
          expect(answer).toEqual(TOO_MANY)
        } catch (error) {
          reject(error)
        }
        if (++answered === count) resolve()
      },
      () => {},
    )
  }
  return promise
}

const chunk = (size: number) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`

describe('bodies being read', () => {
  let server: Listening
  let clients: RawClient[] = []

  beforeEach(async () => {
    const limitBody = createBodyLimit({ bytes: 100_000, freeBytes: 1_000 })
    const app = new Hono()
    app.onError((_, c) => c.body(null, 500))
    app.post('/', limitBody(80_000), async (c) => c.text(String((await c.req.text()).length)))
    server = await listen(app, { host: '127.0.0.1', port: 0 })
  })
  afterEach(async () => {
    for (const client of clients) client.socket.destroy()
    clients = []
    await server.close(0)
  })

  async function send(headers: Record<string, string | number>, body: string): Promise<RawClient> {
    const client = await connectRaw(server.url)
    clients.push(client)
    client.socket.write(postHead('/', headers) + body)
    return client
  }
  const sized = (size: number, body = '') => send({ 'content-length': size }, body)
  const chunked = (body: string) => send({ 'transfer-encoding': 'chunked' }, body)

  it('share a budget, and the next one gets 503 until one is finished', async () => {
    const held = await Promise.all([80_000, 80_000].map((size) => sized(size)))
    await refused(held, 1)
    for (const { socket } of held) socket.write('x'.repeat(80_000))
    for (;;) {
      const { status } = await (await sized(80_000, 'x'.repeat(80_000))).answer()
      if (status === 200) break
      expect(status).toBe(503)
    }
  })

  it('free their share when the client goes', async () => {
    const held = await Promise.all([80_000, 80_000].map((size) => sized(size)))
    await refused(held, 1)
    for (const { socket } of held) socket.destroy()
    for (;;) {
      const { status } = await (await sized(80_000, 'x'.repeat(80_000))).answer()
      if (status === 200) break
      expect(status).toBe(503)
    }
  })

  it('are accepted without room in the budget if they are small', async () => {
    await refused(await Promise.all([1, 2, 3].map(() => sized(50_000))), 1)
    expect(await (await sized(1_000, 'x'.repeat(1_000))).answer()).toMatchObject({ body: '1000' })
    expect(await (await chunked(`${chunk(900)}0\r\n\r\n`)).answer()).toMatchObject({ body: '900' })
  })

  it('without a length count by the bytes that were received', async () => {
    // Together they exceed the budget, each alone does not.
    await refused(await Promise.all([1, 2].map(() => chunked(chunk(30_000).repeat(2)))), 1)
  })

  it('that are too large are refused, with a length or without', async () => {
    expect(await (await sized(80_001)).answer()).toEqual(TOO_LARGE)
    expect(await (await chunked(chunk(50_000) + chunk(50_000))).answer()).toEqual(TOO_LARGE)
    const whole = await chunked(`${chunk(50_000)}${chunk(30_000)}0\r\n\r\n`)
    expect(await whole.answer()).toEqual({ status: 200, body: '80000' })
  })
})

describe('the bodies of webhooks', () => {
  let home: TestDatabase
  let providers: Providers
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    providers = await openProviders()
    bellhop = await startBellhop(home, {
      ...providers.env,
      RESEND_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const { 'svix-signature': _, ...unsigned } = signed()
  const old = signed(new Date(Date.now() - 400_000))
  it.each([
    ['/api/webhooks', 'nothing', {}],
    ['/api/webhooks/clerk', 'no signature', unsigned],
    ['/api/webhooks/clerk', 'an old time', old],
    ['/api/webhooks/clerk', 'nothing, and chunks', { 'transfer-encoding': 'chunked' }],
    ['/api/webhooks/resend', 'nothing', {}],
    ['/api/webhooks/resend', 'no signature', unsigned],
    ['/api/webhooks/resend', 'an old time', old],
    ['/api/webhooks/twilio', 'nothing', {}],
  ])('are not read: %s with %s', async (path, _, headers) => {
    const framing = 'transfer-encoding' in headers ? {} : { 'content-length': 50_000 }
    using client = await connectRaw(bellhop.url)
    client.socket.write(postHead(path, { ...framing, ...headers }))
    expect(await client.answer()).toEqual(INVALID_SIGNATURE)
  })

  it('get 503 if there is no room, but an event of the usual size is accepted', async () => {
    const held = await Promise.all(Array.from({ length: 40 }, () => connectRaw(bellhop.url)))
    const head = postHead('/api/webhooks', { ...signed(), 'content-length': 1024 * 1024 })
    for (const { socket } of held) socket.write(head)
    await refused(held, 8)
    expect(await bellhop.post(emailCreated())).toMatchObject({ status: 200 })
    const metrics = await (await fetch(`${bellhop.url}/metrics`)).text()
    expect(metrics).toContain(
      'bellhop_webhooks_total{type="unverified",answer="too_many_bodies"} 8',
    )
    for (const { socket } of held) socket.destroy()
  })

  it.each(['/api/erase', '/api/messages/resend-failed', '/messages/x/resend'])(
    'and those of all else have a limit: %s',
    async (path) => {
      const headers = {
        authorization: `Bearer ${OPS_TOKEN}`,
        'content-type': 'application/json',
      }
      using sized = await connectRaw(bellhop.url)
      sized.socket.write(postHead(path, { ...headers, 'content-length': 300_000 }))
      expect(await sized.answer()).toEqual(TOO_LARGE)
      using chunked = await connectRaw(bellhop.url)
      chunked.socket.write(postHead(path, { ...headers, 'transfer-encoding': 'chunked' }))
      for (let number = 0; number < 6; number++) chunked.socket.write(chunk(50_000))
      expect(await chunked.answer()).toEqual(TOO_LARGE)
    },
  )
})
