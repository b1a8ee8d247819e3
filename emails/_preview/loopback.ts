import { Server } from 'node:net'

// Loaded before `email dev`, which has no option for the host: the preview listens on this machine only
// instead of on the whole network.
const { listen } = Server.prototype

Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  const [port, ...rest] = args
  const onLoopback = typeof port === 'number' ? [{ host: '127.0.0.1', port }, ...rest] : args
  Reflect.apply(listen, this, onLoopback)
  return this
}
