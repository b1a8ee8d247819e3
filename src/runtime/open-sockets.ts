import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The open sockets of a server that has a limit for them. */
export interface OpenSockets {
  /** Counts a new socket, and makes room for the next one when the limit is reached. */
  opened(socket: Socket): void
  /** A request of the socket is being answered. */
  begun(socket: Socket, incoming: IncomingMessage, outgoing: ServerResponse): void
  /** All requests of the socket are answered. */
  ended(socket: Socket): void
  /** Closes the socket that has waited longest for its client, if one waits. */
  makeRoom(): void
}

type Exchange = { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse }

export function createOpenSockets(most: number): OpenSockets {
  // In the order in which they were opened or finished their last request.
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

/** Whether the client has to send a request or the rest of one, or to receive its answer. */
function waitsForClient(exchange: Exchange | null): boolean {
  return exchange === null || !exchange.incoming.complete || exchange.outgoing.writableEnded
}
