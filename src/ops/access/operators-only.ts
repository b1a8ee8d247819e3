import { createMiddleware } from 'hono/factory'
import { errorAnswer } from '../ui/error-page.tsx'
import type { OpsEnv } from './visitor.ts'

/** Lets only operators through. */
export const requireOperator = createMiddleware<OpsEnv>(async (c, next) => {
  if (c.get('visitor').role !== 'operator') return errorAnswer(c, OPERATORS_ONLY)
  return next()
})

const OPERATORS_ONLY = {
  status: 403,
  error: 'operators_only',
  title: 'For operators only',
  fix: 'You are signed in as a viewer. Viewers can read, but not change anything.',
  link: { to: '/overview', text: 'Go to the overview' },
} as const
