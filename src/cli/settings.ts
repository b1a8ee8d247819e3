import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'

/** The secret to sign with: the one given, the one configured, or the one that a development service made. */
export async function signingSecret(
  { settings }: CliContext,
  given: string | undefined,
): Promise<string> {
  const known = given ?? settings.signingSecrets[0]
  if (known) return known
  try {
    return (await readFile(join(settings.dataDir, 'webhook-secret'), 'utf8')).trim()
  } catch (error) {
    throw new CliError('There is no signing secret.', {
      exitCode: EXIT.usage,
      fix: 'Start the service once (it makes one for development), set CLERK_WEBHOOK_SIGNING_SECRET, or pass --secret.',
      cause: error,
    })
  }
}
