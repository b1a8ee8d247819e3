/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import type { OpsEnv } from '../access/visitor.ts'
import { page } from '../ui/layout.tsx'
import { LimitsPage } from './page.tsx'

/** The page `/limits`. */
export function limitsRoutes(): Hono<OpsEnv> {
  return new Hono<OpsEnv>().get('/limits', (c) => page(c, 'Limits', <LimitsPage />))
}
