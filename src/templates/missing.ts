import type { z } from 'zod'

/** The names of the required variables that are missing or unusable. */
export interface Missing {
  readonly missing: readonly string[]
}

export function missingIn({ issues }: z.ZodError): Missing {
  return { missing: [...new Set(issues.map(({ path }) => path.join('.') || 'data'))] }
}
