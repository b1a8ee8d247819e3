import { Webhook } from 'svix'
import {
  DEVELOPMENT_SECRET_FILE,
  parseSigningSecret,
  type SigningSecret,
} from '../clerk/signing-secrets.ts'
import { CLERK_SECRET_HELP } from '../config/secret-settings.ts'
import { StartError } from '../domain/start-error.ts'
import { readFileIn } from '../store/engine/data-directory.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'

/**
 * The secret to sign with: the one given, the one configured, or the one that a development service
 * made. With the instances that it is bound to.
 */
export async function signingSecret(
  { settings }: CliContext,
  given: string | undefined,
): Promise<SigningSecret> {
  const entry = given ?? settings.signingSecrets[0] ?? (await developmentSecret(settings.dataDir))
  try {
    const parsed = parseSigningSecret(entry)
    new Webhook(parsed.secret)
    return parsed
  } catch (error) {
    throw new CliError('The secret to sign with is not a signing secret.', {
      exitCode: EXIT.usage,
      fix: `In --secret or CLERK_WEBHOOK_SIGNING_SECRET: ${CLERK_SECRET_HELP}.`,
      cause: error,
    })
  }
}

async function developmentSecret(dataDir: string): Promise<string> {
  try {
    return (await readFileIn(dataDir, DEVELOPMENT_SECRET_FILE)).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof StartError) {
      const fix = 'Or pass --secret.'
      throw new CliError(error.message, { exitCode: EXIT.usage, fix, cause: error })
    }
    if (code !== 'ENOENT') {
      throw new CliError(`The signing secret in DATA_DIR cannot be read (${code}).`, {
        exitCode: EXIT.usage,
        fix: 'Set DATA_DIR to the directory of the service, give this user the right to read it, or pass --secret.',
        cause: error,
      })
    }
    throw new CliError('There is no signing secret.', {
      exitCode: EXIT.usage,
      fix: 'Start the service once (it makes one for development), set CLERK_WEBHOOK_SIGNING_SECRET, or pass --secret.',
      cause: error,
    })
  }
}
