/** @jsxImportSource hono/jsx */
import { Hono, type MiddlewareHandler } from 'hono'
import type { ErasePerson } from '../delivery/erase-person.ts'
import type { SendAgain } from '../delivery/send-again.ts'
import type { InstanceNames } from '../domain/instance-names.ts'
import type { Channel } from '../domain/message.ts'
import type { Db } from '../store/engine/database.ts'
import type { LimitSettings } from '../store/views/limits.ts'
import type { Access } from './access/access.ts'
import { requireOperator } from './access/operators-only.ts'
import type { OpsEnv } from './access/visitor.ts'
import { auditRoutes } from './audit/routes.tsx'
import type { ReadDoctorReport } from './checks/report.ts'
import { doctorRoutes } from './checks/routes.tsx'
import { eraseApi } from './erase/api.ts'
import { eraseRoutes } from './erase/routes.tsx'
import { limitsRoutes } from './limits/routes.tsx'
import { messagesApi } from './messages/api.ts'
import { messageRoutes } from './messages/routes.tsx'
import type { Outbox } from './outbox/outbox.ts'
import { outboxRoutes } from './outbox/routes.tsx'
import type { ReadOverview } from './overview/read-overview.ts'
import { overviewRoutes } from './overview/routes.tsx'
import { templateRoutes } from './preview/routes.tsx'
import { slugsApi } from './slugs/api.ts'
import { suppressionRoutes } from './suppressions/routes.tsx'
import { openedAssets } from './ui/asset.ts'
import { address } from './ui/base.tsx'
import { shownInstances } from './ui/instance.tsx'
import type { Environment } from './ui/shell.ts'

export interface OpsDeps {
  readonly db: Db
  readonly access: Access
  readonly sendAgain: SendAgain
  readonly readOverview: ReadOverview
  readonly instances: InstanceNames
  /** The names of the transports by channel. */
  readonly transports: Readonly<Record<Channel, string>>
  readonly limits: LimitSettings
  /** Null if no channel is captured. */
  readonly outbox: Outbox | null
  readonly erasePerson: ErasePerson
  readonly doctor: ReadDoctorReport
  readonly environment: Environment
  readonly now: () => Date
  readonly newId: () => string
}

/** The pages and the JSON API of the ledger and the outbox, protected by the access rules. */
export function opsRoutes(deps: OpsDeps): Hono {
  const { db, access, instances, outbox, environment, now, newId } = deps
  const routes = new Hono<OpsEnv>()
  const shell = {
    environment,
    instances: (chosen: string | undefined) =>
      shownInstances(db, instances, chosen && instances.idOf(chosen)),
  }
  routes.use((c, next) => {
    c.set('shell', shell)
    return next()
  })
  // Open, because the sign-in page and the error pages need them too.
  for (const { path, serve } of openedAssets()) routes.get(path, serve)
  routes.route('/', access.routes)

  const guard = guardOnce(access, outbox !== null)
  // Routes are only added here, so that each path is guarded.
  function mount(area: Hono<OpsEnv>, ...more: MiddlewareHandler<OpsEnv>[]): void {
    const paths = new Set(area.routes.map(({ path }) => path))
    for (const path of paths) routes.use(path, guard, ...more)
    routes.route('/', area)
  }

  mount(firstPage())
  mount(overviewRoutes(deps))
  mount(messageRoutes(deps))
  mount(suppressionRoutes(deps))
  mount(messagesApi(db, instances, deps.sendAgain))
  mount(slugsApi(deps))
  mount(doctorRoutes(deps.doctor))
  mount(eraseApi(deps.erasePerson))
  mount(limitsRoutes(deps))
  mount(auditRoutes(db))
  mount(eraseRoutes(deps))
  // It shows codes and links in full.
  if (outbox) {
    mount(outboxRoutes({ ...outbox, db, instances, now, newId }), requireOperator)
    mount(templateRoutes(outbox.templates), requireOperator)
  }
  return new Hono().route('/', routes)
}

/** Checks a request once, although it may match several guarded paths. */
function guardOnce(access: Access, hasOutbox: boolean): MiddlewareHandler<OpsEnv> {
  return (c, next) => {
    if (c.get('visitor')) return next()
    return access.guard(c, () => {
      c.set('hasOutbox', hasOutbox && c.get('visitor').role === 'operator')
      return next()
    })
  }
}

/** Without an outbox, and for visitors who may not read it, the first page is the overview. */
function firstPage(): Hono<OpsEnv> {
  return new Hono<OpsEnv>().get('/', (c, next) =>
    c.get('hasOutbox') ? next() : Promise.resolve(c.redirect(address(c, '/overview'))),
  )
}
