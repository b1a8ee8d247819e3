import { Hono } from 'hono'
import { z } from 'zod'
import type { SendAgain } from '../../delivery/send-again.ts'
import { type InstanceNames, withInstanceName } from '../../domain/instance-names.ts'
import { SEND_AGAIN_REFUSALS } from '../../domain/send-again.ts'
import type { Db } from '../../store/engine/database.ts'
import { findMessage, listMessages } from '../../store/views/ledger.ts'
import { searchMessages } from '../../store/views/search.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { problemsOf, validId, validQuery } from '../validate.ts'
import { failedFilter, failedQuery, ledgerFilter, messageQuery } from './query.ts'
import { readSearch, SEARCH_REFUSALS, termOf } from './search.ts'

const query = z.object({
  ...messageQuery,
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/**
 * `GET /api/messages` and `/api/messages/:id`: the ledger as JSON, recipients masked.
 * `POST /api/messages/:id/resend` and `/api/messages/resend-failed`: send messages again.
 */
export function messagesApi(db: Db, instances: InstanceNames, sendAgain: SendAgain): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  routes.get('/api/messages', validQuery(query), async (c) => {
    const { q, ...rest } = c.req.valid('query')
    const search = readSearch(q, c.get('visitor').role === 'operator')
    if (search.kind === 'refused') {
      const { why } = search
      return c.json({ error: why, fix: `${SEARCH_REFUSALS[why]}.` }, 400)
    }
    const filter = ledgerFilter(rest, instances)
    const term = termOf(search)
    const page = term ? await searchMessages(db, term, filter) : await listMessages(db, filter)
    const messages = page.messages.map((message) => withInstanceName(instances, message))
    return c.json({ ...page, messages })
  })
  routes.get('/api/messages/:id', validId, async (c) => {
    const entry = await findMessage(db, c.req.valid('param').id)
    if (!entry) return c.notFound()
    return c.json({ ...entry, message: withInstanceName(instances, entry.message) })
  })
  routes.post('/api/messages/resend-failed', requireOperator, async (c) => {
    const body: unknown = await c.req.json().catch(() => null)
    const parsed = failedQuery.safeParse(body)
    if (!parsed.success) return c.json(problemsOf('invalid_body', parsed.error), 400)
    const filter = failedFilter(parsed.data, instances)
    return c.json(await sendAgain.failedSince(filter, c.get('visitor').actor))
  })
  routes.post('/api/messages/:id/resend', requireOperator, validId, async (c) => {
    const result = await sendAgain.one(c.req.valid('param').id, c.get('visitor').actor)
    switch (result.kind) {
      case 'sent_again':
        return c.json({ messageId: result.messageId })
      case 'refused':
        return c.json({ error: SEND_AGAIN_REFUSALS[result.reason], reason: result.reason }, 409)
      case 'not_found':
        return c.notFound()
    }
  })
  return routes
}
