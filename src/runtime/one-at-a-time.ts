import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { OpenSockets } from './open-sockets.ts'

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

export interface OneAtATimeOptions {
  /** How long a client may take to receive an answer once it is written. */
  readonly receiveTimeoutMs: number
  /** Notified when a socket begins and ends its work. */
  readonly sockets: Pick<OpenSockets, 'begun' | 'ended'>
}

// Requests are searched for the end of their headers from here on. A request has at least 26 bytes, so
// few of them are parsed together.
const SMALLEST_PART = 512
const END_OF_HEADERS = '\r\n\r\n'

/**
 * Answers the requests of a socket one after another. Node would begin all requests that it has read
 * (up to 1,800 in 64 kB), and keep every answer until the client receives it.
 */
export function oneAtATime(listener: Listener, options: OneAtATimeOptions): Listener {
  const { receiveTimeoutMs, sockets } = options
  const waiting = new WeakMap<Socket, (() => Promise<void>)[]>()

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { socket } = incoming
    sockets.begun(socket, incoming, outgoing)
    let timer: NodeJS.Timeout | undefined
    outgoing.once('close', () => {
      clearTimeout(timer)
      next(socket)
    })
    await listener(incoming, outgoing)
    if (outgoing.writableFinished || outgoing.destroyed) return
    timer = setTimeout(() => socket.destroy(), receiveTimeoutMs)
  }

  function next(socket: Socket): void {
    const queue = waiting.get(socket)
    const begin = socket.destroyed ? undefined : queue?.shift()
    if (!begin) {
      waiting.delete(socket)
      sockets.ended(socket)
    }
    // To read the next request, or to notice that the client has gone.
    if (!queue?.length) socket.resume()
    void begin?.()
  }

  return async (incoming, outgoing) => {
    const { socket } = incoming
    const queue = waiting.get(socket)
    if (!queue) {
      waiting.set(socket, [])
      return answer(incoming, outgoing)
    }
    queue.push(() => answer(incoming, outgoing))
    socket.pause()
  }
}

/**
 * Passes the input of the socket to Node's parser in parts that end where headers end, so that nothing
 * after them is parsed while the socket is paused.
 */
export function readInParts(socket: Socket): void {
  const push = socket.push.bind(socket)
  socket.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null) return push(null)
    let more = true
    for (let start = 0, end = 0; start < chunk.length; start = end) {
      const found = chunk.indexOf(END_OF_HEADERS, start + SMALLEST_PART)
      end = found < 0 ? chunk.length : found + END_OF_HEADERS.length
      more = push(chunk.subarray(start, end), encoding)
    }
    return more
  }
  // Without another listener Node's parser would bypass `push`. This costs 5 µs per request.
  socket.on('data', () => {})
}
