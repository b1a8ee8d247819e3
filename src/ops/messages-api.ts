import { Hono } from 'hono'
import { z } from 'zod'
import { MESSAGE_STATUSES } from '../domain/message.ts'
import { parseRecipient } from '../domain/recipient.ts'
import type { Db } from '../store/database.ts'
import { findMessage, listMessages } from '../store/ledger.ts'

const query = z.object({
  status: z.enum(MESSAGE_STATUSES).optional(),
  slug: z.string().optional(),
  channel: z.enum(['email', 'sms']).optional(),
  recipient: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.uuid().optional(),
})

/** `GET /api/messages` and `/api/messages/:id`: the ledger as JSON, recipients masked. */
export function messagesApi(db: Db): Hono {
  const routes = new Hono()
  routes.get('/api/messages', async (c) => {
    const parsed = query.safeParse(c.req.query())
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => issue.path.join('.'))
      return c.json({ error: 'invalid_query', problems }, 400)
    }
    const { recipient, ...filter } = parsed.data
    return c.json(
      await listMessages(db, { ...filter, recipient: recipient && normalise(recipient) }),
    )
  })
  routes.get('/api/messages/:id', async (c) => {
    const id = z.uuid().safeParse(c.req.param('id'))
    const entry = id.success ? await findMessage(db, id.data) : null
    return entry ? c.json(entry) : c.json({ error: 'not_found' }, 404)
  })
  return routes
}

/** As the ledger holds it; what is not an address is looked for as it is, and not found. */
export function normalise(recipient: string): string {
  return parseRecipient('email', recipient) ?? parseRecipient('sms', recipient) ?? recipient
}
