import type { z } from 'zod'

/** The variables that a template cannot do without and was not given, or not in a form that is fit. */
export interface Missing {
  readonly missing: readonly string[]
}

export function missingIn({ issues }: z.ZodError): Missing {
  return { missing: [...new Set(issues.map(({ path }) => path.join('.') || 'data'))] }
}
