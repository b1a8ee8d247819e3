import { Server } from 'node:http'
import { Socket } from 'node:net'

// Loaded before the preview server, which posts every email that is opened to a spam checker on the
// internet, and whose pages can send emails. With this the server connects to no other host, and a
// Content-Security-Policy forbids it to the browser.

const HERE = /^(?:localhost|127(?:\.\d+){3}|::1|)$/

const { connect } = Socket.prototype

Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  const host = hostOf(args)
  if (HERE.test(host)) return Reflect.apply(connect, this, args)
  const error = new Error(`The preview of the emails does not connect to ${host}.`)
  process.nextTick(() => this.destroy(Object.assign(error, { code: 'ECONNREFUSED' })))
  return this
}

// The arguments of `connect(port, host)`, `connect(options)` or `connect(path)`, or Node's array of them.
function hostOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : ''
  }
  return typeof first === 'number' && typeof second === 'string' ? second : ''
}

const POLICY = [
  "default-src 'self' data: blob:",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' ws://localhost:* ws://127.0.0.1:*",
  "form-action 'self'",
].join('; ')

const { emit } = Server.prototype

Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]) {
  const response = args[1] as { setHeader?: (name: string, value: string) => void } | undefined
  if (event === 'request') response?.setHeader?.('Content-Security-Policy', POLICY)
  return Reflect.apply(emit, this, [event, ...args])
}
