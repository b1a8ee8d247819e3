import type { Variables } from './clean-variables.ts'

/** A problem if the variable is not set, with what to do. */
export function need(env: Variables, name: string, advice: string): string[] {
  return env[name] ? [] : [`${name} is missing. ${advice}`]
}
