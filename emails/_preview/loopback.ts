import { Server } from 'node:net'

// `email dev` has no option for the host and would serve the preview to the whole network. Loaded
// before it, this keeps it on this machine.
const { listen } = Server.prototype

Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  const [port, ...rest] = args
  const onLoopback = typeof port === 'number' ? [{ host: '127.0.0.1', port }, ...rest] : args
  Reflect.apply(listen, this, onLoopback)
  return this
}
