import { request } from 'node:http'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { download } from '../../src/ops/download.ts'
import { listen } from '../../src/runtime/server.ts'

const FILE = { name: 'a.csv', type: 'text/csv' }
const MANY = 2_000
const PIECE = 'x'.repeat(64 * 1024)

/** A service with one file, made of these pieces. */
async function serve(pieces: () => AsyncGenerator<string, void, undefined>) {
  const app = new Hono().get('/a.csv', (c) => download(c, FILE, pieces()))
  app.onError((_, c) => c.text('cannot be read', 500))
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  return {
    url: `${server.url}/a.csv`,
    [Symbol.asyncDispose]: () => server.close(100),
  }
}

it('sends all pieces', async () => {
  await using server = await serve(async function* () {
    yield 'a\r\n'
    yield 'ä\r\n'
  })
  expect(await (await fetch(server.url)).text()).toBe('a\r\nä\r\n')
})

it('sends an empty file', async () => {
  await using server = await serve(async function* () {})
  const response = await fetch(server.url)
  expect([response.status, await response.text()]).toEqual([200, ''])
})

it('answers an error before the first piece', async () => {
  // biome-ignore lint/correctness/useYield: it fails before
  await using server = await serve(async function* () {
    throw new Error('no database')
  })
  expect((await fetch(server.url)).status).toBe(500)
})

it('breaks off at a later error, so that the file does not look complete', async () => {
  await using server = await serve(async function* () {
    yield 'a\r\n'
    throw new Error('no database')
  })
  await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow()
})

it('breaks off also without a server of its own', async () => {
  async function* pieces() {
    yield 'a\r\n'
    throw new Error('no database')
  }
  const app = new Hono().get('/a.csv', (c) => download(c, FILE, pieces()))
  const response = await app.request('/a.csv')
  await expect(response.text()).rejects.toThrow('could not be read to its end')
})

it('makes no more than the client reads, and stops when the client leaves', async () => {
  let made = 0
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  await using server = await serve(async function* () {
    try {
      for (; made < MANY; made++) yield PIECE
    } finally {
      end()
    }
  })
  // It reads nothing, so only the buffers of the two sockets are filled.
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  const client = request(server.url, (response) => {
    response.once('readable', () => answer())
  }).end()
  client.on('error', () => {})
  await answered
  client.destroy()
  await ended
  expect(made).toBeLessThan(MANY)
})
