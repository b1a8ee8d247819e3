import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP proxy that can fail as networks do. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Breaks open connections and refuses new ones. */
  cut(): void
  /** Keeps connections open and passes no data in either direction. */
  freeze(): void
  /** The same for the connections that are open now; later ones work. */
  abandon(): void
  restore(): void
  /** Breaks open connections and stops listening: new ones are refused by the system. */
  stopListening(): Promise<void>
  /** Listens again, at the same port. */
  listenAgain(): Promise<void>
}

/** A proxy on 127.0.0.1 in front of the server at `url`. The port is PostgreSQL's if it names none. */
export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(url)
  let mode: 'open' | 'cut' | 'frozen' = 'open'
  const sockets = new Set<Socket>()
  const abandoned = new WeakSet<Socket>()
  const server = createServer((client) => {
    if (mode === 'cut') {
      client.destroy()
      return
    }
    const upstream = connect(Number(port || 5432), hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk) => {
        if (mode === 'open' && !abandoned.has(from)) to.write(chunk)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = (server.address() as AddressInfo).port
  const dropAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  async function stopListening(): Promise<void> {
    if (!server.listening) return
    server.close()
    dropAll()
    await once(server, 'close')
  }
  return {
    port: own,
    cut() {
      mode = 'cut'
      dropAll()
    },
    freeze() {
      mode = 'frozen'
    },
    abandon() {
      for (const socket of sockets) abandoned.add(socket)
    },
    restore() {
      // A frozen connection has lost data and cannot be used any more.
      if (mode === 'frozen') dropAll()
      mode = 'open'
    },
    stopListening,
    async listenAgain() {
      if (server.listening) return
      server.listen(own, '127.0.0.1')
      await once(server, 'listening')
    },
    [Symbol.asyncDispose]: stopListening,
  }
}
