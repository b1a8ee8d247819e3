import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { StartError } from '../domain/start-error.ts'
import { oneAtATime, readInParts } from './one-at-a-time.ts'
import { createOpenSockets } from './open-sockets.ts'

export interface Listening {
  readonly url: string
  /** Takes no more requests; resolves when the current ones are answered, at the latest after `graceMs`. */
  close(graceMs: number): Promise<void>
}

export interface ListenOptions {
  readonly host: string
  /** 0 chooses a free port. */
  readonly port: number
  /** How long a client may take to send its whole request. */
  readonly requestTimeoutMs?: number
  /** How long a client may take to receive an answer once it is written. */
  readonly receiveTimeoutMs?: number
  /** The most open sockets. Those that wait for their client make room; others are closed unread. */
  readonly mostSockets?: number
}

// Longer than the longest wait of `GET /api/outbox` and the heartbeat of the stream of events.
const SILENT_MS = 90_000

/** Serves the app over HTTP. */
export async function listen(app: Hono, options: ListenOptions): Promise<Listening> {
  const { host, port, mostSockets = 1_000 } = options
  const { requestTimeoutMs = 10_000, receiveTimeoutMs = 30_000 } = options
  const closing = new AbortController()
  const sockets = createOpenSockets(mostSockets)
  const answer = getRequestListener(async (request, env) => {
    // Streams of events never end by themselves: this signal ends them.
    const response = await app.fetch(request, { ...env, closing: closing.signal })
    // The rest of the body is not needed: without this it would be read and thrown away.
    if (!env.incoming.complete && 'shouldKeepAlive' in env.outgoing) {
      env.outgoing.shouldKeepAlive = false
    }
    return response
  })
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      // Node checks for slow clients every 30 s by default.
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
      // Longer than the idle timeout of common load balancers, which would otherwise close at the same moment.
      keepAliveTimeout: 65_000,
    },
    oneAtATime(answer, { receiveTimeoutMs, sockets }),
  )
  server.timeout = SILENT_MS
  server.maxConnections = mostSockets
  server.on('connection', (socket) => {
    readInParts(socket)
    sockets.opened(socket)
  })
  // Above the limit Node emits `drop` instead of `connection`.
  server.on('drop', sockets.makeRoom)
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error) => reject(listenFault(error, options)))
  server.listen(port, host, resolve)
  await listening
  server.removeAllListeners('error')
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async close(graceMs) {
      const { promise: closed, resolve: done } = Promise.withResolvers<void>()
      server.close(() => done())
      closing.abort()
      server.closeIdleConnections()
      const timer = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(timer)
    },
  }
}

function listenFault(error: NodeJS.ErrnoException, { host, port }: ListenOptions): Error {
  const fault = (sentence: string) => new StartError(sentence, { cause: error })
  switch (error.code) {
    case 'EADDRINUSE':
      return fault(
        `Port ${port} of ${host} is in use: stop the process that listens there, or set PORT to another.`,
      )
    case 'EACCES':
      return fault(`This user may not listen on port ${port}: set PORT to 1024 or more.`)
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fault(
        `${host} is not an address of this machine: set HOST to 127.0.0.1, or to 0.0.0.0 for all of its addresses.`,
      )
    default:
      return error
  }
}
