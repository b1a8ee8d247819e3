/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import type { SendAgain } from '../../delivery/send-again.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { page } from '../ui/layout.tsx'
import { failedQuery } from './query.ts'
import { SendAgainPage } from './send-again-page.tsx'

const TITLE = 'Send failed messages again'

/** The page that sends again all messages that failed since a given time. */
export function sendAgainRoutes(sendAgain: SendAgain): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()

  routes.get('/messages/resend-failed', requireOperator, async (c) => {
    const query = failedQuery.safeParse(c.req.query())
    const asked = Object.keys(c.req.query()).length > 0
    return page(
      c,
      TITLE,
      <SendAgainPage
        filter={query.data ?? {}}
        {...(query.success ? { result: await sendAgain.previewFailedSince(query.data) } : {})}
        done={false}
        fault={asked && !query.success}
      />,
    )
  })
  routes.post('/messages/resend-failed', requireOperator, async (c) => {
    const visitor = c.get('visitor')
    const query = failedQuery.safeParse(await c.req.parseBody())
    return page(
      c,
      TITLE,
      <SendAgainPage
        filter={query.data ?? {}}
        {...(query.success
          ? { result: await sendAgain.failedSince(query.data, visitor.actor) }
          : {})}
        done={query.success}
        fault={!query.success}
      />,
      query.success ? 200 : 400,
    )
  })

  return routes
}
