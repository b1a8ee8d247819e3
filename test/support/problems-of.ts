import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'

/** The problems for which a start with these settings is refused. */
export function problemsOf(env: Record<string, string>): readonly string[] {
  return refusalOf(env)?.problems ?? []
}

/** The error with these variables and settings; null if a start is not refused. */
export function refusalOf(env: Record<string, string>, file: unknown = {}): ConfigError | null {
  try {
    readConfig(env, file)
    return null
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}
