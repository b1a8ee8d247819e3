import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The sockets of a server that takes only so many. */
export interface OpenSockets {
  /** Counts a new one, and makes room for the next where there is none left. */
  opened(socket: Socket): void
  /** A request of the socket is being answered. */
  begun(socket: Socket, incoming: IncomingMessage, outgoing: ServerResponse): void
  /** All requests that came on the socket are answered. */
  ended(socket: Socket): void
  /** Closes the socket whose client has kept us waiting longest, if there is one. */
  makeRoom(): void
}

type Exchange = { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse }

export function createOpenSockets(most: number): OpenSockets {
  // In the order in which they came or were last without a request.
  const sockets = new Map<Socket, Exchange | null>()

  function makeRoom(): void {
    for (const [socket, exchange] of sockets) {
      if (!waitsForClient(exchange)) continue
      sockets.delete(socket)
      socket.destroy()
      return
    }
  }

  return {
    opened(socket) {
      if (sockets.size >= most - 1) makeRoom()
      sockets.set(socket, null)
      socket.once('close', () => sockets.delete(socket))
    },
    begun(socket, incoming, outgoing) {
      if (sockets.has(socket)) sockets.set(socket, { incoming, outgoing })
    },
    ended(socket) {
      if (sockets.delete(socket)) sockets.set(socket, null)
    },
    makeRoom,
  }
}

/** The client has to send a request or the rest of one, or to take its answer. */
function waitsForClient(exchange: Exchange | null): boolean {
  return exchange === null || !exchange.incoming.complete || exchange.outgoing.writableEnded
}
