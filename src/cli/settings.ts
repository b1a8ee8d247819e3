import { Webhook } from 'svix'
import {
  DEVELOPMENT_SECRET_FILE,
  parseSigningSecret,
  type SigningSecret,
} from '../clerk/signing-secrets.ts'
import type { CliSettings } from '../config/config.ts'
import { CLERK_SECRET_HELP } from '../config/secret-settings.ts'
import { ASK_DOCTOR } from '../domain/doctor.ts'
import { StartError } from '../domain/start-error.ts'
import { readFileIn } from '../store/engine/data-directory.ts'
import { CliError, EXIT } from './cli-error.ts'

/** The settings that decide how events are signed. */
export type SigningSettings = Pick<CliSettings, 'signingSecrets' | 'dataDir'>

/**
 * The secret to sign events with: the value of --secret, else the configured one, else the one that the
 * service made for development.
 */
export async function signingSecret(
  { settings }: { readonly settings: SigningSettings },
  option: string | undefined,
): Promise<SigningSecret> {
  const entry = option ?? settings.signingSecrets[0] ?? (await developmentSecret(settings.dataDir))
  try {
    const parsed = parseSigningSecret(entry)
    new Webhook(parsed.secret)
    return parsed
  } catch (error) {
    throw new CliError('The signing secret has the wrong form.', {
      exitCode: EXIT.usage,
      fix: `Correct --secret or CLERK_WEBHOOK_SIGNING_SECRET. ${CLERK_SECRET_HELP}. ${ASK_DOCTOR}`,
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
        fix: 'Set DATA_DIR to the directory of the service, give this user permission to read it, or pass --secret.',
        cause: error,
      })
    }
    throw new CliError('There is no signing secret.', {
      exitCode: EXIT.usage,
      fix: 'Start the service once (it makes a secret for development), set CLERK_WEBHOOK_SIGNING_SECRET, or pass --secret.',
      cause: error,
    })
  }
}
