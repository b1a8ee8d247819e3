import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFaults, type Faults, type Wait } from './fault.ts'
import type { ReceivedRequest } from './received-request.ts'

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown
}

/** Where a fault may hold up a request that is otherwise handled as usual. */
export interface Pauses {
  beforeAccepting(): Promise<void>
  afterAccepting(): Promise<void>
}

export interface ProviderServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly faults: Faults
  /** Every request that arrived, with any answer. */
  readonly requests: readonly ReceivedRequest[]
  close(): Promise<void>
}

export interface ProviderServerOptions {
  /** Defaults to a free one. */
  readonly port?: number
  readonly now: () => Date
  /** Defaults to true; without, `requests` have no bodies. */
  readonly keepContents?: boolean
  readonly answer: (request: ReceivedRequest, pauses: Pauses) => Promise<Answer>
  /** The provider's usual answer for a status, for faults that bring no body. */
  readonly failure: (status: number) => Answer
}

/** The HTTP server of a fake provider: it listens on this machine, keeps every request, and fails on request. */
export async function openProviderServer(options: ProviderServerOptions): Promise<ProviderServer> {
  const faults = createFaults()
  const requests: ReceivedRequest[] = []

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(incoming, options.now())
    requests.push(options.keepContents === false ? { ...request, body: '' } : request)
    const fault = faults.take(request)
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'reset') return reset(incoming)
    if (fault?.kind === 'answer') {
      const usual = options.failure(fault.status)
      return write(response, {
        status: fault.status,
        headers: { ...usual.headers, ...fault.headers },
        body: fault.body ?? usual.body,
      })
    }

    const answer = await options.answer(request, {
      beforeAccepting: () => (fault?.kind === 'slow' ? pause(fault.wait) : Promise.resolve()),
      afterAccepting: () => (fault?.kind === 'late' ? pause(fault.wait) : Promise.resolve()),
    })
    if (fault?.kind === 'hang_after_accepting') return
    if (fault?.kind === 'reset_after_accepting') return reset(incoming)
    if (fault?.kind === 'fails_after_accepting') {
      return write(response, options.failure(fault.status))
    }
    write(response, fault?.kind === 'truncated' ? truncated(answer) : answer)
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      // A client that closes the connection is no error of this server.
      if (!incoming.destroyed) write(response, { status: 500, body: `fake provider: ${error}` })
    })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')

  async function close(): Promise<void> {
    if (!server.listening) return
    server.close()
    // Otherwise the server would wait for requests that hang.
    server.closeAllConnections()
    await once(server, 'close')
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    requests,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function receive(incoming: IncomingMessage, at: Date): Promise<ReceivedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
    at,
  }
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return
  const raw = typeof body === 'string'
  response.writeHead(status, {
    'content-type': raw ? 'text/html' : 'application/json',
    ...headers,
  })
  response.end(raw ? body : JSON.stringify(body))
}

function truncated(answer: Answer): Answer {
  const json = JSON.stringify(answer.body)
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'application/json' },
    body: json.slice(0, Math.ceil(json.length / 2)),
  }
}

function reset(incoming: IncomingMessage): void {
  incoming.socket.resetAndDestroy()
}

async function pause(wait: Wait): Promise<void> {
  await (typeof wait === 'number' ? sleep(wait) : wait)
}
