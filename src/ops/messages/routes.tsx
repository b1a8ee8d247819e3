import { Hono } from 'hono'
import type { OpsEnv } from '../access/visitor.ts'
import { exportRoutes } from './export-routes.ts'
import { listRoutes } from './list-routes.tsx'
import { type MessageDeps, oneMessageRoutes } from './message-routes.tsx'
import { sendAgainRoutes } from './send-again-routes.tsx'

/** The pages of the ledger, with their actions. */
export function messageRoutes(deps: MessageDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  routes.route('/', listRoutes(deps))
  routes.route('/', exportRoutes(deps))
  routes.route('/', sendAgainRoutes(deps))
  routes.route('/', oneMessageRoutes(deps))
  return routes
}
