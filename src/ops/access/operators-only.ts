import { createMiddleware } from 'hono/factory'
import { refuse } from '../ui/error-page.tsx'
import type { OpsEnv } from './visitor.ts'

/** Lets operators through, and nobody else. */
export const requireOperator = createMiddleware<OpsEnv>(async (c, next) => {
  if (c.get('visitor').role !== 'operator') return refuse(c, OPERATORS_ONLY)
  return next()
})

const OPERATORS_ONLY = {
  status: 403,
  error: 'operators_only',
  title: 'For operators only',
  fix: 'You are signed in as a viewer, who may look and change nothing.',
} as const
