import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { OPS_TOKEN } from '../support/bellhop.ts'
import { type BellhopProcess, signed, startProcessWithin } from '../support/bellhop-process.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { type Home, openFolder } from '../support/home.ts'
import { connectRaw, postHead, type RawClient } from '../support/raw-client.ts'

const EXHAUST = new URL('../support/exhaust-files.ts', import.meta.url).href
const MOST_FILES = 256
// Large, so that the engine soon needs to open another file.
const large = () => emailCreated({ body: 'x'.repeat(20_000) })

describe('a process with a low limit of open files', { timeout: 180_000 }, () => {
  let home: Home
  let running: BellhopProcess[]
  let clients: RawClient[]

  beforeEach(async () => {
    home = await openFolder(inject('dataDir'))
    running = []
    clients = []
  })
  afterEach(async () => {
    for (const { socket } of clients) socket.destroy()
    for (const { child } of running) child.kill('SIGKILL')
    await home[Symbol.asyncDispose]()
  })

  function start(mostFiles = MOST_FILES, ...imports: readonly string[]): BellhopProcess {
    const service = startProcessWithin(mostFiles, home.env, ...imports)
    running.push(service)
    return service
  }

  const get = async (service: BellhopProcess, path: string) =>
    fetch(`${await service.url()}${path}`, { headers: { authorization: `Bearer ${OPS_TOKEN}` } })

  it('accepts events and stays ready while there are more connections than it may open', async () => {
    const service = start()
    const url = await service.url()
    for (let number = 0; number < MOST_FILES + 50; number++) {
      const client = await connectRaw(url)
      clients.push(client)
      client.socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    }
    for (let number = 0; number < 60; number++) {
      const response = await service.post(large())
      expect([response.status, await response.json()]).toEqual([
        200,
        { status: 'accepted', messageId: expect.any(String) },
      ])
    }
    const ready = await get(service, '/readyz')
    expect([ready.status, await ready.json()]).toMatchObject([200, { checks: { database: 'ok' } }])
  })

  it('ends when the limit breaks the engine, and still has every accepted message after a new start', async () => {
    const first = start(MOST_FILES, EXHAUST)
    // The limit leaves no file for a second connection.
    using client = await connectRaw(await first.url())
    const accepted: string[] = []
    const post = async (event = large()) => {
      const { headers, body } = signed(event)
      client.socket.write(postHead('/api/webhooks', { ...headers, 'content-length': body.length }))
      client.socket.write(body)
      const answer = await client.answer().catch(() => null)
      if (answer?.status === 200) accepted.push(JSON.parse(answer.body).messageId)
      return answer?.status
    }
    await post(emailCreated())
    first.child.kill('SIGUSR2')
    await first.line(/files exhausted/)
    const statuses = new Set<number>()
    for (let status = await post(); status; status = await post()) statuses.add(status)
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
    expect(await first.exit()).toBe(1)
    expect(accepted.length).toBeGreaterThan(0)
    expect(first.lines.join('\n')).toContain('the embedded database needs a new start: stopping')

    const second = start()
    const statusOf = async (id: string) => {
      const { message } = (await (await get(second, `/api/messages/${id}`)).json()) as {
        message: { status: string }
      }
      return message.status
    }
    for (const id of accepted) {
      await expect.poll(() => statusOf(id), { timeout: 60_000 }).toBe('sent')
    }
    for (let number = 0; number < 20; number++) {
      expect((await second.post(large())).status).toBe(200)
    }
  })

  it('names the limit that it needs when the limit is too low', async () => {
    const service = start(150)
    expect(await service.exit()).toBe(1)
    expect(service.lines.join('\n')).toMatch(/limit of open files is 150: raise it to 188 or more/)
  })
})
