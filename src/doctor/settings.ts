import { type Check, fail, ok, warn } from './check.ts'

/** `settings`: what is wrong with the environment and the settings file, or doubtful. */
export function settingsCheck(problems: readonly string[], warnings: readonly string[]): Check {
  return {
    id: 'settings',
    async run() {
      if (problems.length > 0) {
        return fail(
          problems.join(' '),
          'Correct them. docs/configuration.md and docs/settings.md explain all.',
        )
      }
      return warnings.length > 0
        ? warn(warnings.join(' '), 'Change the settings that are named, if this is not meant.')
        : ok('All settings can be used.')
    },
  }
}
