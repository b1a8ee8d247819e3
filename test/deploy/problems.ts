import type { z } from 'zod'
import { VARIABLES } from '../../src/config/config.ts'

// Settings of other programs.
const OTHERS = ['NODE_OPTIONS']

/** What a parsed file lacks. */
export function problemsOf(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

/** Names that Bellhop does not read. */
export function unknownVariables(names: Iterable<string>): string[] {
  return [...names]
    .filter((name) => ![...VARIABLES, ...OTHERS].includes(name))
    .map((name) => `${name} is not a variable of Bellhop`)
}
