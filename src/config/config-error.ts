import { ASK_DOCTOR } from '../domain/doctor.ts'

/** What is wrong with the settings: one text for each fault, with its fix. */
export interface Problems {
  readonly variables?: readonly string[]
  /** Those of the settings file. */
  readonly file?: readonly string[]
}

/** Lists everything that is wrong with the environment and the settings file. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  /** The warnings are listed too, because a missing variable may only be misspelled. */
  constructor({ variables = [], file = [] }: Problems, warnings: readonly string[] = []) {
    const problems = [...new Set([...variables, ...file])]
    const guides = [
      ...(variables.length > 0 ? ['.env.example'] : []),
      ...(file.length > 0 ? ['docs/settings.md'] : []),
    ]
    super(
      [
        `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`,
        ...problems.map((problem) => `  - ${problem}`),
        ...(warnings.length > 0 ? ['Warnings:'] : []),
        ...warnings.map((warning) => `  - ${warning}`),
        `See ${guides.join(' and ')}. ${ASK_DOCTOR}`,
      ].join('\n'),
    )
    this.problems = problems
  }
}
