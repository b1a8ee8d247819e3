/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { z } from 'zod'
import { writeAudit } from '../../store/audit.ts'
import type { Db } from '../../store/engine/database.ts'
import { allowAgain, listSuppressions } from '../../store/suppressions.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { address } from '../ui/base.tsx'
import { page } from '../ui/layout.tsx'
import { validId } from '../validate.ts'
import { SuppressionsPage } from './page.tsx'

const PAGE_SIZE = 50

/** The list of suppressed addresses, from which an operator can remove one. */
export function suppressionRoutes(deps: {
  readonly db: Db
  readonly now: () => Date
  readonly newId: () => string
}): Hono<OpsEnv> {
  const { db, now, newId } = deps
  const routes = new Hono<OpsEnv>()

  routes.get('/suppressions', async (c) => {
    const cursor = z.uuid().safeParse(c.req.query('cursor')).data
    const found = await listSuppressions(db, { limit: PAGE_SIZE, cursor })
    return page(c, 'Suppressions', <SuppressionsPage {...found} visitor={c.get('visitor')} />)
  })

  // Browsers keep this path in the address bar after a form was refused.
  routes.get('/suppressions/:id/allow', (c) => c.redirect(address(c, '/suppressions')))

  routes.post('/suppressions/:id/allow', requireOperator, validId, async (c) => {
    const { id } = c.req.valid('param')
    await db.transaction().execute(async (tx) => {
      const allowed = await allowAgain(tx, id)
      // Another operator has already allowed it.
      if (!allowed) return
      await writeAudit(tx, {
        id: newId(),
        at: now(),
        actor: c.get('visitor').actor,
        action: 'allow_again',
        messageId: allowed.messageId,
        detail: `${allowed.channel} ${allowed.address} (${allowed.reason})`,
      })
    })
    return c.redirect(address(c, '/suppressions'), 303)
  })

  return routes
}
