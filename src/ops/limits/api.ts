import { Hono } from 'hono'
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { Db } from '../../store/engine/database.ts'
import { type LimitSettings, readLimits } from '../../store/views/limits.ts'
import type { OpsEnv } from '../access/visitor.ts'

/** `GET /api/limits`: the limits that apply, and what they held back in the last 24 hours. */
export function limitsApi(
  db: Db,
  settings: LimitSettings,
  instances: InstanceNames,
  now: () => Date,
): Hono<OpsEnv> {
  return new Hono<OpsEnv>().get('/api/limits', async (c) =>
    c.json(await readLimits(db, settings, instances, now())),
  )
}
