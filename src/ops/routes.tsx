/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Db } from '../store/database.ts'
import { findMessage, listMessages } from '../store/ledger.ts'
import { type AccessRules, requireAccess } from './access.ts'
import { page } from './layout.tsx'
import { MessagePage } from './message-page.tsx'
import { messagesApi } from './messages-api.ts'
import { MessagesPage } from './messages-page.tsx'
import { type Outbox, outboxRoutes } from './outbox-routes.tsx'
import type { OpsEnv } from './visitor.ts'

export interface OpsDeps {
  readonly db: Db
  readonly access: AccessRules
  /** Null where no channel is captured: then there is no outbox. */
  readonly outbox: Outbox | null
  readonly now: () => Date
  readonly newId: () => string
}

const PAGE_SIZE = 50

/** The pages and the JSON API of the ledger and the outbox, behind their access rules. */
export function opsRoutes({ db, access, outbox, now, newId }: OpsDeps): Hono {
  const routes = new Hono<OpsEnv>()
  const guard = requireAccess(access)
  const pages = ['/', '/messages/*', '/outbox/*', '/assets/*', '/api/messages/*', '/api/outbox']
  for (const path of pages) routes.use(path, guard)

  if (outbox) routes.route('/', outboxRoutes({ ...outbox, db, now, newId }))
  else routes.get('/', list)
  routes.get('/messages', list)
  routes.get('/messages/:id', async (c) => {
    const id = z.uuid().safeParse(c.req.param('id'))
    const entry = id.success ? await findMessage(db, id.data) : null
    if (!entry) return c.notFound()
    return page(
      c,
      entry.message.slug ?? entry.message.channel,
      <MessagePage entry={entry} outbox={outbox !== null} />,
    )
  })
  routes.route('/', messagesApi(db))

  async function list(c: Context) {
    const cursor = z.uuid().safeParse(c.req.query('cursor'))
    const found = await listMessages(db, { limit: PAGE_SIZE, cursor: cursor.data })
    return page(c, 'Messages', <MessagesPage {...found} />)
  }

  return new Hono().route('/', routes)
}
