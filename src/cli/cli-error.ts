/**
 * Exit codes, stable for scripts: 0 all went as asked, 1 something unexpected, 2 the command was not
 * understood, 3 the service could not be reached, 4 the service refused.
 */
export const EXIT = { ok: 0, unexpected: 1, usage: 2, unreachable: 3, refused: 4 } as const

/** Something that the user can put right, with how. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: number
  readonly fix: string

  constructor(
    title: string,
    options: { readonly exitCode: number; readonly fix: string; readonly cause?: unknown },
  ) {
    super(title, options)
    this.exitCode = options.exitCode
    this.fix = options.fix
  }
}

/** The error of a command that was not understood. */
export function usage(title: string, fix: string): CliError {
  return new CliError(title, { exitCode: EXIT.usage, fix })
}
