/** Exit codes. Scripts rely on them, so they do not change; `bellhop --help` explains them. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  found: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
} as const

/** An error that the user can fix, with the advice how. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: number
  readonly fix: string
  /** Whether the same may work a little later: the service is starting, or its database is away. */
  readonly mayPass: boolean

  constructor(
    title: string,
    options: {
      readonly exitCode: number
      readonly fix: string
      readonly mayPass?: boolean
      readonly cause?: unknown
    },
  ) {
    super(title, options)
    this.exitCode = options.exitCode
    this.fix = options.fix
    this.mayPass = options.mayPass ?? false
  }
}

/** The error for a command with wrong arguments. */
export function usage(title: string, fix: string): CliError {
  return new CliError(title, { exitCode: EXIT.usage, fix })
}
