import { Hono } from 'hono'
import { z } from 'zod'
import { type InstanceNames, withInstanceName } from '../../domain/instance-names.ts'
import type { Db } from '../../store/engine/database.ts'
import { listCaptured } from '../../store/views/captured-messages.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { instant, normalise, text } from '../messages/query.ts'
import { validQuery } from '../validate.ts'

const query = z.object({
  to: text(320).optional(),
  channel: z.enum(['email', 'sms']).optional(),
  slug: text(200).optional(),
  instance: text(200).optional(),
  since: instant.optional(),
  wait: z.coerce.number().min(0).max(60).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

/** Resolves at the next captured message, or after `ms`. */
export type NextCapture = (ms: number) => Promise<void>

/**
 * `GET /api/outbox`: the captured messages in full, newest first. With `wait` (seconds) it answers as
 * soon as a message matches; `since` leaves out the messages of an earlier test.
 */
export function outboxApi(
  db: Db,
  instances: InstanceNames,
  nextCapture: NextCapture,
  now: () => Date,
) {
  const routes = new Hono<OpsEnv & { Bindings: { readonly closing?: AbortSignal } }>()
  routes.get('/api/outbox', validQuery(query), async (c) => {
    const { to, instance, wait, ...filter } = c.req.valid('query')
    const until = now().getTime() + wait * 1000
    for (;;) {
      const found = await listCaptured(db, {
        ...filter,
        to: to && normalise(to),
        instanceId: instance && instances.idOf(instance),
      })
      const messages = found.map((message) => withInstanceName(instances, message))
      if (!(await c.get('visitor').isStillIn())) return c.json({ error: 'unauthorized' }, 401)
      const left = until - now().getTime()
      if (messages.length > 0 || left <= 0 || c.env?.closing?.aborted) return c.json({ messages })
      await nextCapture(left)
    }
  })
  return routes
}
