import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection on which a test can write anything, and which reads only when the test asks for an answer. */
export interface RawClient extends Disposable {
  readonly socket: Socket
  /** Resolves with the next answer: its status and its body, which has a Content-Length. */
  answer(): Promise<RawAnswer>
}

export interface RawAnswer {
  readonly status: number
  readonly body: string
}

export async function connectRaw(url: string): Promise<RawClient> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  let parts: AsyncIterator<Buffer> | null = null
  let text = ''

  function nextAnswer(): RawAnswer | null {
    const begin = text.indexOf('\r\n\r\n') + 4
    const head = /^HTTP\/1\.1 (\d+)[\s\S]*?content-length: (\d+)/i.exec(text.slice(0, begin))
    if (!head) return null
    const [, status, length] = head
    const end = begin + Number(length)
    if (text.length < end) return null
    const body = text.slice(begin, end)
    text = text.slice(end)
    return { status: Number(status), body }
  }

  return {
    socket,
    async answer() {
      parts ??= socket[Symbol.asyncIterator]()
      for (;;) {
        const answer = nextAnswer()
        if (answer) return answer
        const { done, value } = await parts.next()
        if (done) throw new Error(`closed after: ${text}`)
        text += value
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
