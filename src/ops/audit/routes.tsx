/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import type { OpsEnv } from '../access/visitor.ts'
import { page } from '../ui/layout.tsx'
import { AuditPage } from './page.tsx'

/** The page `/audit`. */
export function auditRoutes(): Hono<OpsEnv> {
  return new Hono<OpsEnv>().get('/audit', (c) => page(c, 'Audit', <AuditPage />))
}
