import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Listening, type ListenOptions, listen } from '../../src/runtime/server.ts'

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`

let server: Listening
let sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  await server.close(0)
})

async function start(app: Hono, options: Partial<ListenOptions> = {}): Promise<void> {
  server = await listen(app, { host: '127.0.0.1', port: 0, ...options })
}

/** A socket of which nothing is read until somebody listens. */
async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

/** The bodies of so many answers, in the order in which they come. */
async function bodies(socket: Socket, count: number): Promise<string[]> {
  let text = ''
  for await (const chunk of socket) {
    text += chunk
    const found = [...text.matchAll(/\r\n\r\n<([^>]*)>/g)].map(([, body = '']) => body)
    if (found.length === count) return found
  }
  throw new Error(`closed after: ${text.slice(-200)}`)
}

describe('requests of one socket', () => {
  it('are answered one at a time, in their order', async () => {
    let underWay = 0
    let most = 0
    const app = new Hono()
    app.all('/:number', async (c) => {
      most = Math.max(most, ++underWay)
      const body = await c.req.text()
      await new Promise(setImmediate)
      underWay -= 1
      return c.text(`<${c.req.param('number')}${body}>`)
    })
    await start(app)
    const numbers = Array.from({ length: 1_800 }, (_, index) => String(index))
    // Some with a body, one of them larger than what a socket reads at once.
    const bodyOf = (number: string) =>
      Number(number) % 50 ? '' : '\r\n\r\n'.repeat(number === '900' ? 50_000 : 500)
    const socket = await open()
    for (const number of numbers) {
      const body = bodyOf(number)
      socket.write(body ? post(`/${number}`, body) : get(`/${number}`))
    }
    expect(await bodies(socket, numbers.length)).toEqual(
      numbers.map((number) => `${number}${bodyOf(number)}`),
    )
    expect(most).toBe(1)
  })

  it('are not read while the client does not read its answers', async () => {
    let begun = 0
    const app = new Hono()
    app.get('/large', (c) => {
      begun += 1
      return c.text('x'.repeat(100_000))
    })
    app.get('/', (c) => c.text('ok'))
    await start(app)
    const socket = await open()
    socket.write(get('/large').repeat(1_800))
    for (let before = -1; before !== begun; ) {
      before = begun
      for (let other = 0; other < 50; other++) await (await fetch(server.url)).text()
    }
    expect(begun).toBeGreaterThan(0)
    // What the kernel keeps of a connection is some megabytes.
    expect(begun).toBeLessThan(400)
  })

  it('do not block the requests of other sockets', async () => {
    const gate = Promise.withResolvers<void>()
    const app = new Hono()
    app.get('/slow', async (c) => {
      await gate.promise
      return c.text('<slow>')
    })
    app.get('/', (c) => c.text('ok'))
    await start(app)
    const socket = await open()
    socket.write(get('/slow').repeat(3))
    expect(await (await fetch(server.url)).text()).toBe('ok')
    gate.resolve()
    expect(await bodies(socket, 3)).toEqual(['slow', 'slow', 'slow'])
  })
})

describe('a body', () => {
  const app = new Hono()
  app.post('/read', async (c) => c.text(`<${(await c.req.text()).length}>`))
  app.all('/refused', (c) => c.text('<no>', 400))

  it.each(['POST', 'PUT', 'GET'])('that is not read closes the connection: %s', async (method) => {
    await start(app)
    const socket = await open()
    const length = 'Content-Length: 200000000'
    socket.write(`${method} /refused HTTP/1.1\r\nHost: a\r\n${length}\r\n\r\n${'x'.repeat(1_000)}`)
    let text = ''
    for await (const chunk of socket) text += chunk
    expect(text).toMatch(/^HTTP\/1\.1 400.*connection: close.*<no>$/is)
  })

  it('that is read leaves the connection open, in one piece or in several', async () => {
    await start(app)
    const socket = await open()
    const body = 'x'.repeat(300_000)
    socket.write(post('/read', body))
    expect(await first(socket)).toMatch(/connection: keep-alive.*<300000>$/is)
    socket.write(post('/read', body).slice(0, 200))
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.write(post('/read', body).slice(200))
    expect(await first(socket)).toMatch(/connection: keep-alive.*<300000>$/is)
    socket.write(
      `POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    )
    expect(await first(socket)).toMatch(/connection: keep-alive.*<3>$/is)
    socket.write(get('/refused'))
    expect(await first(socket)).toMatch(/connection: keep-alive.*<no>$/is)
    socket.write(post('/refused', 'small'))
    expect(await first(socket)).toMatch(/connection: keep-alive.*<no>$/is)
  })
})

/** The next answer, which is small, as it came. */
async function first(socket: Socket): Promise<string> {
  const [chunk] = await once(socket, 'data')
  return String(chunk)
}

describe('sockets', () => {
  it('are closed at once when there are too many, and accepted again when others have closed', async () => {
    const app = new Hono()
    const gate = Promise.withResolvers<void>()
    let begun = 0
    app.get('/slow', async (c) => {
      begun += 1
      await gate.promise
      return c.text('<slow>')
    })
    await start(app, { mostSockets: 8 })
    const busy: Socket[] = []
    for (let number = 0; number < 8; number++) {
      const socket = await open()
      socket.write(get('/slow'))
      busy.push(socket)
      await vi.waitFor(() => expect(begun).toBe(busy.length))
    }
    const refused = await open()
    refused.write(get('/slow'))
    refused.resume()
    await once(refused, 'close')
    expect(begun).toBe(8)
    gate.resolve()
    for (const socket of busy) expect(await bodies(socket, 1)).toEqual(['slow'])
  })

  it('are closed to make room if they are idle', async () => {
    const app = new Hono()
    app.get('/', (c) => c.text('<ok>'))
    await start(app, { mostSockets: 8 })
    // Each is idle by the time that the next comes.
    for (let number = 0; number < 40; number++) {
      const socket = await open()
      socket.write(get('/'))
      socket.once('data', () => {})
      await once(socket, 'data')
    }
  })

  it.each([
    ['have had an answer', get('/')],
    ['send nothing', ''],
    ['send a part of a header', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['send a part of a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1234'],
    ['do not take their answers', get('/large')],
  ])('lock nobody out when they all %s', async (_, sent) => {
    const app = new Hono()
    app.get('/large', (c) => c.text('x'.repeat(20_000_000)))
    app.all('/', async (c) => {
      await c.req.text().catch(() => '')
      return c.text('<ok>')
    })
    await start(app, { mostSockets: 8 })
    // All at once, so that some of them are refused.
    const held = await Promise.all(Array.from({ length: 16 }, open))
    for (const socket of held) socket.write(sent)
    for (let number = 0; number < 40; number++) {
      const socket = await open()
      socket.write(get('/'))
      expect(await bodies(socket, 1)).toEqual(['ok'])
    }
  })

  it('are closed when the client does not read its answer', async () => {
    const closed = Promise.withResolvers<void>()
    const app = new Hono<{ Bindings: { outgoing: ServerResponse } }>()
    app.get('/', (c) => {
      c.env.outgoing.once('close', () => closed.resolve())
      return c.text('x'.repeat(50_000_000))
    })
    await start(app as unknown as Hono, { receiveTimeoutMs: 100 })
    const socket = await open()
    socket.write(get('/'))
    await closed.promise
  })

  it('stay open while events are sent', async () => {
    const app = new Hono()
    app.get('/events', (c) =>
      streamSSE(c, async (stream) => {
        for (let number = 1; number <= 5; number++) {
          await stream.writeSSE({ data: String(number) })
          await stream.sleep(50)
        }
      }),
    )
    await start(app, { receiveTimeoutMs: 20, requestTimeoutMs: 100 })
    const text = await (await fetch(`${server.url}/events`)).text()
    expect(text.match(/data: (\d)/g)).toEqual([1, 2, 3, 4, 5].map((number) => `data: ${number}`))
  })
})
