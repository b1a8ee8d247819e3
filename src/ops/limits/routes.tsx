/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { Db } from '../../store/engine/database.ts'
import { listHeldBackRanges, listHeldBackRecipients } from '../../store/views/held-back.ts'
import { type LimitSettings, readLimits } from '../../store/views/limits.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { page } from '../ui/layout.tsx'
import { LimitsPage } from './page.tsx'

export interface LimitsDeps {
  readonly db: Db
  readonly limits: LimitSettings
  readonly instances: InstanceNames
  readonly now: () => Date
}

const DAY_MS = 86_400_000
const MOST = 10

/** `/limits`: the limits that apply, and what they held back. `/api/limits`: the same as JSON. */
export function limitsRoutes({ db, limits, instances, now }: LimitsDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  routes.get('/limits', async (c) => {
    const at = now()
    const since = new Date(at.getTime() - DAY_MS)
    const body = (
      <LimitsPage
        limits={await readLimits(db, limits, instances, at)}
        ranges={await listHeldBackRanges(db, since, MOST)}
        recipients={await listHeldBackRecipients(db, since, MOST)}
        since={since}
        operator={c.get('visitor').role === 'operator'}
      />
    )
    return page(c, 'Limits', body, { instances: false })
  })
  routes.get('/api/limits', async (c) => c.json(await readLimits(db, limits, instances, now())))
  return routes
}
