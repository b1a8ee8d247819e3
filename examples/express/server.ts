import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { bellhop } from './bellhop.ts'

const app = express()
// Before `express.json()`: the signature of Clerk is that of the body as it came.
// Clerk's endpoint is /bellhop/api/webhooks/clerk, the pages begin at /bellhop.
const answer = getRequestListener((request) => bellhop.fetch(request))
app.all(['/bellhop', '/bellhop/*path'], (request, response) => answer(request, response))
app.use(express.json())
app.get('/', (_request, response) => {
  response.send('Acme')
})

await bellhop.start()
const port = Number(process.env.PORT ?? 3000)
const server = app.listen(port, '127.0.0.1', () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    server.close()
    await bellhop.stop()
    process.exit(0)
  })
}
