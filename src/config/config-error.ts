import { ASK_DOCTOR } from '../domain/doctor.ts'

/** Lists everything that is wrong with the environment, each problem with its fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  /** The warnings are listed too, because a missing variable may only be misspelled. */
  constructor(problems: readonly string[], warnings: readonly string[] = []) {
    super(
      [
        `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`,
        ...problems.map((problem) => `  - ${problem}`),
        ...(warnings.length > 0 ? ['Warnings:'] : []),
        ...warnings.map((warning) => `  - ${warning}`),
        `See .env.example. ${ASK_DOCTOR}`,
      ].join('\n'),
    )
    this.problems = problems
  }
}
