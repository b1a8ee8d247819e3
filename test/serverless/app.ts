// The app that the host starts: an HTTP server that hands every request to Bellhop, as the entry of a serverless
// function does. It tells the host when it listens, and whether it is busy: with a request, or with what was passed
// to `waitUntil`.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

const { createBellhop }: typeof import('../../src/index.ts') = await import(
  process.env.BELLHOP_ENTRY ?? '../../src/index.ts'
)
const bellhop = createBellhop({ runtime: 'serverless' })
const withWaitUntil = process.env.WAIT_UNTIL === '1'
let busy = 0

function track(work: Promise<unknown>): void {
  if (busy++ === 0) process.send?.('busy')
  const end = () => {
    if (--busy === 0) process.send?.('idle')
  }
  work.then(end, end)
}

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/api/cron') return bellhop.sweep.GET(request)
  return bellhop.fetch(request, withWaitUntil ? { waitUntil: track } : {})
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return new Request(new URL(url, `http://${headers.host}`), {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as const) as [
      string,
      string,
    ][],
    ...(method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
  })
}

const server = createServer((incoming, outgoing) => {
  const { promise: sent, resolve: onSent } = Promise.withResolvers<void>()
  track(sent)
  outgoing.once('close', onSent)
  requestOf(incoming)
    .then(answer)
    .then(async (response) => {
      const body = Buffer.from(await response.arrayBuffer())
      outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body)
    })
    .catch((error) => {
      process.stderr.write(`the app failed: ${error}\n`)
      outgoing.destroy()
    })
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})
