import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../domain/start-error.ts'
import { dataDirectoryFault, openDataDirectory } from '../store/engine/data-directory.ts'
import { narrow, ownDirectory } from '../store/engine/owner-only.ts'

/**
 * The secret that stands in for Clerk's during development: made once, kept in `dataDir`, and read
 * there by `bellhop trigger`.
 */
export async function developmentSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'webhook-secret')
  try {
    return (await readSecret(file)) ?? (await makeSecret(dataDir, file))
  } catch (error) {
    throw error instanceof StartError ? error : dataDirectoryFault(error, dataDir)
  }
}

async function readSecret(file: string): Promise<string | null> {
  try {
    const secret = (await readFile(file, 'utf8')).trim()
    await narrow(file).catch(() => {})
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function makeSecret(dataDir: string, file: string): Promise<string> {
  await openDataDirectory(dataDir)
  await ownDirectory(dataDir)
  const secret = `whsec_${randomBytes(24).toString('base64')}`
  try {
    await writeFile(file, `${secret}\n`, { flag: 'wx', mode: 0o600 })
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return (await readFile(file, 'utf8')).trim()
  }
}

/** The configured secrets; without one, the one for development, of which `onMade` is told. */
export async function signingSecrets(
  config: { readonly signingSecrets: readonly string[]; readonly dataDir: string },
  onMade: () => void,
): Promise<readonly string[]> {
  if (config.signingSecrets.length > 0) return config.signingSecrets
  onMade()
  return [await developmentSecret(config.dataDir)]
}
