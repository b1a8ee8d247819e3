import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DEVELOPMENT_SECRET_FILE } from '../clerk/signing-secrets.ts'
import { isSigningSecret } from '../config/secret-settings.ts'
import { StartError } from '../domain/start-error.ts'
import {
  dataDirectoryFault,
  openDataDirectory,
  readFileIn,
} from '../store/engine/data-directory.ts'
import { narrow, ownDirectory } from '../store/engine/owner-only.ts'

/**
 * The secret that replaces Clerk's during development. It is made once and kept in `dataDir`, where
 * `bellhop trigger` reads it.
 */
export async function developmentSecret(dataDir: string): Promise<string> {
  try {
    return (await readSecret(dataDir)) ?? (await makeSecret(dataDir))
  } catch (error) {
    throw error instanceof StartError ? error : dataDirectoryFault(error, dataDir)
  }
}

async function readSecret(dataDir: string): Promise<string | null> {
  const file = join(dataDir, DEVELOPMENT_SECRET_FILE)
  try {
    const secret = (await readFileIn(dataDir, DEVELOPMENT_SECRET_FILE)).trim()
    if (!isSigningSecret(secret)) {
      throw new StartError(
        `${resolve(file)} does not contain a signing secret. Delete the file, so that Bellhop makes a new one, or set CLERK_WEBHOOK_SIGNING_SECRET.`,
      )
    }
    await narrow(file).catch(() => {})
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function makeSecret(dataDir: string): Promise<string> {
  await openDataDirectory(dataDir)
  await ownDirectory(dataDir)
  const secret = `whsec_${randomBytes(24).toString('base64')}`
  try {
    await writeFile(join(dataDir, DEVELOPMENT_SECRET_FILE), `${secret}\n`, {
      flag: 'wx',
      mode: 0o600,
    })
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return developmentSecret(dataDir)
  }
}

/** The configured secrets. If there are none, calls `onDevelopment` and returns the development secret. */
export async function signingSecrets(
  config: { readonly signingSecrets: readonly string[]; readonly dataDir: string },
  onDevelopment: () => void,
): Promise<readonly string[]> {
  if (config.signingSecrets.length > 0) return config.signingSecrets
  const secret = await developmentSecret(config.dataDir)
  onDevelopment()
  return [secret]
}
