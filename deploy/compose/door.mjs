// For compose.yaml. Takes connections from outside the container and makes them again inside it, byte for byte.
// Bellhop then sees a connection of its own machine, and still checks the Host header and those of proxies.
// Never use it where others reach the published port: they could read the outbox.
import { connect, createServer } from 'node:net'

const port = Number(process.env.PORT)

const door = createServer((client) => {
  const bellhop = connect(port, '127.0.0.1')
  client.pipe(bellhop)
  bellhop.pipe(client)
  client.on('error', () => bellhop.destroy())
  bellhop.on('error', () => client.destroy())
})
// At the next port.
door.listen(port + 1, '0.0.0.0').unref()
