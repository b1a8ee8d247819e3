import type { Environment } from '../domain/variables.ts'

/** The environment of this process. */
export function processEnvironment(): Environment {
  return process.env
}
