/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import type { ErasePerson } from '../delivery/erase-person.ts'
import type { ResendMessages } from '../delivery/send-again.ts'
import type { Db } from '../store/engine/database.ts'
import type { Access } from './access/access.ts'
import { requireOperator } from './access/operators-only.ts'
import type { OpsEnv, Visitor } from './access/visitor.ts'
import { eraseApi } from './erase/api.ts'
import { messagesApi } from './messages/api.ts'
import { messageRoutes } from './messages/routes.tsx'
import { OUTBOX_SCRIPT, OUTBOX_STYLE } from './outbox/page.tsx'
import { type Outbox, outboxRoutes } from './outbox/routes.tsx'
import { readOverview, type SignatureRefusals } from './overview/overview.ts'
import { OverviewPage } from './overview/page.tsx'
import { suppressionRoutes } from './suppressions/routes.tsx'
import { OPS_STYLE, page } from './ui/layout.tsx'

export interface OpsDeps {
  readonly db: Db
  readonly access: Access
  readonly resend: ResendMessages
  readonly refusals: SignatureRefusals
  /** Null where no channel is captured: then there is no outbox. */
  readonly outbox: Outbox | null
  readonly erasePerson: ErasePerson
  readonly now: () => Date
  readonly newId: () => string
}

const GUARDED = [
  '/',
  '/overview',
  '/messages/*',
  '/suppressions/*',
  '/api/messages/*',
  '/api/outbox/*',
  '/outbox/*',
  '/api/erase',
]

/** The pages and the JSON API of the ledger and the outbox, behind their access rules. */
export function opsRoutes(deps: OpsDeps): Hono {
  const { db, access, outbox, now } = deps
  const routes = new Hono<OpsEnv>()
  // For the sign-in page and the error pages, too.
  for (const { path, serve } of [OPS_STYLE, OUTBOX_STYLE, OUTBOX_SCRIPT]) routes.get(path, serve)
  const hasOutbox = ({ role }: Visitor) => outbox !== null && role === 'operator'
  for (const path of GUARDED) {
    routes.use(path, access.guard, (c, next) => {
      c.set('hasOutbox', hasOutbox(c.get('visitor')))
      return next()
    })
  }
  // It shows codes and links in full.
  for (const path of ['/api/outbox/*', '/outbox/*']) routes.use(path, requireOperator)
  routes.route('/', access.routes)

  // Without an outbox, and for those who may not read what is in it.
  routes.get('/', (c, next) =>
    c.get('hasOutbox') ? next() : Promise.resolve(c.redirect('/overview')),
  )
  routes.get('/overview', async (c) => {
    const at = now()
    const overview = await readOverview(db, at, deps.refusals)
    return page(c, 'Overview', <OverviewPage overview={overview} now={at} />)
  })
  routes.route('/', messageRoutes(deps))
  routes.route('/', suppressionRoutes(deps))
  routes.route('/', messagesApi(db, deps.resend))
  if (outbox) routes.route('/', outboxRoutes({ ...outbox, db, now, newId: deps.newId }))
  routes.route('/', eraseApi(deps.erasePerson))
  return new Hono().route('/', routes)
}
