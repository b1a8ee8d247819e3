import { ClerkFault } from '../../clerk/clerk-fault.ts'
import { CliError, EXIT } from '../cli-error.ts'

/** A fault of Clerk's API as the error of a command. */
export function asCliError(error: CliError | ClerkFault): CliError {
  if (error instanceof CliError) return error
  const { message, kind, fix } = error
  const exitCode = kind === 'unreachable' ? EXIT.unreachable : EXIT.refused
  return new CliError(message, { exitCode, fix, cause: error })
}

/** The same for an error of any kind; throws what is not expected. */
export function expectedError(error: unknown): CliError {
  if (error instanceof CliError || error instanceof ClerkFault) return asCliError(error)
  throw error
}
