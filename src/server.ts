import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { StartError } from './domain/start-error.ts'

export interface Listening {
  readonly url: string
  /** Takes no more requests; resolves when those under way are answered, at the latest after `graceMs`. */
  close(graceMs: number): Promise<void>
}

export interface ListenOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** How long a client may take to send its whole request. */
  readonly requestTimeoutMs?: number
}

/** Serves the app over HTTP. */
export async function listen(app: Hono, options: ListenOptions): Promise<Listening> {
  const { host, port, requestTimeoutMs = 10_000 } = options
  const closing = new AbortController()
  const server = createAdaptorServer({
    // Streams of events never end by themselves: they are told when to.
    fetch: (request, env) => app.fetch(request, { ...env, closing: closing.signal }),
    serverOptions: {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      // Node looks for slow clients every 30 s by default.
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
      // Longer than the idle timeout of common load balancers, which would otherwise race with ours.
      keepAliveTimeout: 65_000,
    },
  })
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
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      const timer = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections()
      }, graceMs)
      await closed
      clearTimeout(timer)
    },
  }
}

function listenFault(error: NodeJS.ErrnoException, { host, port }: ListenOptions): Error {
  const say = (sentence: string) => new StartError(sentence, { cause: error })
  switch (error.code) {
    case 'EADDRINUSE':
      return say(
        `Port ${port} of ${host} is taken: stop the process that listens there, or set PORT to another.`,
      )
    case 'EACCES':
      return say(`This user may not listen on port ${port}: set PORT to 1024 or more.`)
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(
        `${host} is no address of this machine: set HOST to 127.0.0.1, or to 0.0.0.0 for all of its addresses.`,
      )
    default:
      return error
  }
}
