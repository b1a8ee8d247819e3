import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instance } from './instance.ts'

/** The address of the app. Its requests go to the instance of the moment. */
export interface Router extends AsyncDisposable {
  readonly url: string
  /** How many requests were answered by an instance. */
  answered(): number
  /** Requests that another instance has not answered yet get an error, as when a host gives one up. */
  to(instance: Instance | null): void
}

export async function openRouter(): Promise<Router> {
  let target: Instance | null = null
  let givingUp = new AbortController()
  let answered = 0

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    if (!target) throw new Error('no instance')
    const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers
    const response = await fetch(`${target.url}${url}`, {
      method,
      headers: headers as Record<string, string>,
      signal: givingUp.signal,
      ...(method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
    })
    const body = Buffer.from(await response.arrayBuffer())
    answered++
    outgoing.writeHead(response.status, { 'content-type': 'application/json' }).end(body)
  }

  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => {
      if (!outgoing.destroyed) outgoing.writeHead(502).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered: () => answered,
    to(instance) {
      givingUp.abort()
      givingUp = new AbortController()
      target = instance
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
