import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'

/** The problems for which a start with these settings is refused. */
export function problemsOf(env: Record<string, string>): readonly string[] {
  return refusalOf(env)?.problems ?? []
}

export function refusalOf(env: Record<string, string>): ConfigError | null {
  try {
    readConfig(env)
    return null
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}
