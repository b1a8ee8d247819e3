import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bellhop } from './bellhop.ts'

const app = new Hono()
  .get('/', (c) => c.text('Acme'))
  // Clerk's endpoint is /bellhop/api/webhooks/clerk, the pages begin at /bellhop.
  .all('/bellhop', (c) => bellhop.fetch(c.req.raw))
  .all('/bellhop/*', (c) => bellhop.fetch(c.req.raw))

await bellhop.start()
const port = Number(process.env.PORT ?? 3000)
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (info) => {
  console.log(`http://127.0.0.1:${info.port}`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    server.close()
    await bellhop.stop()
    process.exit(0)
  })
}
