/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { listCaptured } from '../store/captured-messages.ts'
import type { Db } from '../store/database.ts'
import { findMessage, listMessages } from '../store/ledger.ts'
import type { Access } from './access.ts'
import { page } from './layout.tsx'
import { MessagePage } from './message-page.tsx'
import { messagesApi } from './messages-api.ts'
import { MessagesPage } from './messages-page.tsx'
import { type NextCapture, outboxApi } from './outbox-api.ts'
import { type OpsEnv, requireOperator } from './visitor.ts'

export interface OpsDeps {
  readonly db: Db
  readonly access: Access
  /** Null where no channel is captured: then there is no outbox. */
  readonly outbox: NextCapture | null
  readonly now: () => Date
}

const PAGE_SIZE = 50

/** The pages and the JSON API of the ledger and the outbox, behind their access rules. */
export function opsRoutes({ db, access, outbox, now }: OpsDeps): Hono {
  const routes = new Hono<OpsEnv>()
  for (const path of ['/', '/messages/*', '/api/messages/*', '/api/outbox/*']) {
    routes.use(path, access.guard)
  }
  // It shows codes and links in full.
  routes.use('/api/outbox/*', requireOperator)
  routes.route('/', access.routes)

  routes.get('/', list)
  routes.get('/messages', list)
  routes.get('/messages/:id', async (c) => {
    const id = z.uuid().safeParse(c.req.param('id'))
    const entry = id.success ? await findMessage(db, id.data) : null
    if (!entry) return c.notFound()
    const mayRead = outbox && c.get('visitor').role === 'operator'
    const [captured] = mayRead ? await listCaptured(db, { id: entry.message.id, limit: 1 }) : []
    return page(
      c,
      entry.message.slug ?? entry.message.channel,
      <MessagePage entry={entry} {...(captured ? { captured } : {})} />,
    )
  })
  routes.route('/', messagesApi(db))
  if (outbox) routes.route('/', outboxApi(db, outbox, now))

  async function list(c: Context) {
    const cursor = z.uuid().safeParse(c.req.query('cursor'))
    const found = await listMessages(db, { limit: PAGE_SIZE, cursor: cursor.data })
    return page(c, 'Messages', <MessagesPage {...found} />)
  }

  return new Hono().route('/', routes)
}
