import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection on which anything can be written, and of which nothing is read until somebody listens. */
export interface RawClient extends Disposable {
  readonly socket: Socket
  /** Resolves with the next answer: its status and its body, which has a Content-Length. */
  answer(): Promise<{ readonly status: number; readonly body: string }>
}

export async function connectRaw(url: string): Promise<RawClient> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  let text = ''

  return {
    socket,
    async answer() {
      for (;;) {
        const [, status = '', length = ''] =
          /^HTTP\/1\.1 (\d+)[\s\S]*?content-length: (\d+)/i.exec(text) ?? []
        const begin = text.indexOf('\r\n\r\n') + 4
        if (status && begin > 3 && text.length >= begin + Number(length)) {
          const body = text.slice(begin, begin + Number(length))
          text = text.slice(begin + Number(length))
          return { status: Number(status), body }
        }
        const [chunk] = await Promise.race([once(socket, 'data'), once(socket, 'close')])
        if (!(chunk instanceof Buffer)) throw new Error(`closed after: ${text}`)
        text += chunk
      }
    },
    [Symbol.dispose]: () => socket.destroy(),
  }
}

/** The head of a POST, with its blank line. */
export function postHead(path: string, headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}\r\n`
}
