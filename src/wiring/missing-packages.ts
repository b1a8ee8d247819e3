import { createRequire } from 'node:module'
import type { Config } from '../config/config.ts'
import { installSentence, OPTIONAL, type OptionalPackage } from '../domain/optional-package.ts'
import { StartError } from '../domain/start-error.ts'

/**
 * What is not installed although the settings ask for it: a sentence for each. It loads none of the packages,
 * because a process loads each of them with the first message that needs it.
 */
export function missingPackages({
  databaseUrl,
  email,
  emailStandBy,
  sms,
}: Pick<Config, 'databaseUrl' | 'email' | 'emailStandBy' | 'sms'>): readonly string[] {
  const usesSmtp = [email, emailStandBy].some((settings) => settings?.transport === 'smtp')
  const wanted: OptionalPackage[] = [
    ...(databaseUrl ? [] : [OPTIONAL.pglite]),
    ...(usesSmtp ? [OPTIONAL.smtp] : []),
    ...(sms.transport === 'twilio' ? [OPTIONAL.twilio] : []),
  ]
  return wanted.filter(({ names }) => !names.every(isInstalled)).map(installSentence)
}

/** Throws a StartError if something is not installed that the settings ask for. */
export function requirePackages(config: Parameters<typeof missingPackages>[0]): void {
  const missing = missingPackages(config)
  if (missing.length > 0) throw new StartError(missing.join(' '))
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}
