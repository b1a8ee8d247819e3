/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { InstanceNames } from '../../domain/instance-names.ts'
import { MESSAGE_STATUSES } from '../../domain/message.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { channel, given, text } from '../messages/query.ts'
import { address } from '../ui/base.tsx'
import { page } from '../ui/layout.tsx'
import { liveParts } from '../ui/live.tsx'
import { HoursPage } from './hours-page.tsx'
import { ledgerPath } from './ledger-path.ts'
import { OverviewPage } from './page.tsx'
import { overviewParts } from './parts.tsx'
import type { ReadOverview } from './read-overview.ts'

export interface OverviewRoutesDeps {
  readonly readOverview: ReadOverview
  readonly instances: InstanceNames
  readonly now: () => Date
}

// As the charts write it.
const hourPart = z.object({
  channel,
  hour: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d$/)
    .transform((hour) => new Date(`${hour}:00Z`))
    .pipe(z.date()),
  status: z.enum(MESSAGE_STATUSES).optional(),
  instance: given(text(200)),
})

/** The page `/overview`, and the events that keep it current. */
export function overviewRoutes({ readOverview, instances, now }: OverviewRoutesDeps): Hono<OpsEnv> {
  const view = async (c: Context<OpsEnv>) => {
    const chosen = c.req.query('instance')?.slice(0, 200).replaceAll('\0', '') || undefined
    return {
      overview: await readOverview(chosen && instances.idOf(chosen)),
      instance: chosen,
      hasOutbox: c.get('hasOutbox'),
    }
  }
  const routes = new Hono<OpsEnv>()
  routes.get('/overview', async (c) => {
    const shown = await view(c)
    const isSilent = shown.overview.kind === 'silent'
    return page(c, 'Overview', <OverviewPage {...shown} />, {
      live: true,
      instances: !isSilent,
      ...(isSilent ? { status: 503 } : {}),
    })
  })
  routes.get('/overview/hours', async (c) => {
    const { overview, instance } = await view(c)
    if (overview.kind === 'silent') return c.redirect(address(c, '/overview'))
    const { figures } = overview
    return page(c, 'Messages by hour', <HoursPage figures={figures} instance={instance} />)
  })
  // The status is optional.
  routes.get('/overview/:channel/:hour/:status?', (c) => {
    const part = hourPart.safeParse({ ...c.req.param(), instance: c.req.query('instance') })
    return part.success ? c.redirect(address(c, ledgerPath(part.data))) : c.notFound()
  })
  routes.get('/overview/events', (c) =>
    liveParts(c, { now, parts: async () => overviewParts(await view(c)) }),
  )
  return routes
}
