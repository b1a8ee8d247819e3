/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { z } from 'zod'
import { AUDIT_ACTIONS, listActors, listAuditPage } from '../../store/audit.ts'
import type { Db } from '../../store/engine/database.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { given, instant, text } from '../messages/query.ts'
import { page } from '../ui/layout.tsx'
import { readQuery } from '../validate.ts'
import { AuditPage } from './page.tsx'

const PAGE_SIZE = 40

const schema = z.object({
  actor: given(text(200)),
  action: given(z.enum(AUDIT_ACTIONS)),
  message: given(z.uuid()),
  since: given(instant),
  until: given(instant),
  cursor: given(z.uuid()),
})

/** The page `/audit`. */
export function auditRoutes(db: Db): Hono<OpsEnv> {
  return new Hono<OpsEnv>().get('/audit', async (c) => {
    const { query, problems } = readQuery(schema, c.req.query())
    const { cursor, ...filter } = query
    const { message: messageId, ...rest } = filter
    const body = (
      <AuditPage
        {...(await listAuditPage(db, { ...rest, messageId, limit: PAGE_SIZE, cursor }))}
        filter={filter}
        problems={problems}
        actors={await listActors(db)}
        paged={cursor !== undefined}
        operator={c.get('visitor').role === 'operator'}
      />
    )
    return page(c, 'Audit', body, { instances: false })
  })
}
