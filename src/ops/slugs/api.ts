import { Hono } from 'hono'
import { z } from 'zod'
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { Channel } from '../../domain/message.ts'
import type { Db } from '../../store/engine/database.ts'
import { lastClerkEvent } from '../../store/views/last-event.ts'
import { countSlugs } from '../../store/views/slug-counts.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { given, text } from '../messages/query.ts'
import { validQuery } from '../validate.ts'

export interface SlugsDeps {
  readonly db: Db
  readonly instances: InstanceNames
  /** How the service sends: `resend`, `twilio` or `capture`. */
  readonly transports: Readonly<Record<Channel, string>>
  readonly now: () => Date
}

const query = z.object({
  days: z.coerce.number().int().min(1).max(90).default(7),
  instance: given(text(200)),
})

const DAY_MS = 86_400_000

/** `GET /api/slugs`: the number of events by channel and slug, for `bellhop clerk`. */
export function slugsApi({ db, instances, transports, now }: SlugsDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  routes.get('/api/slugs', validQuery(query), async (c) => {
    const { days, instance } = c.req.valid('query')
    const since = new Date(now().getTime() - days * DAY_MS)
    const instanceId = instance && instances.idOf(instance)
    const lastEventAt = await lastClerkEvent(db, now(), instanceId)
    const counts = await countSlugs(db, { since, instanceId })
    return c.json({ since, transports, lastEventAt, ...counts })
  })
  return routes
}
