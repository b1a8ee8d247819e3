import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { narrow, ownDirectory } from './store/owner-only.ts'

/**
 * The secret that stands in for Clerk's during development: made once, kept in `dataDir`, and read
 * there by `bellhop trigger`.
 */
export async function developmentSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'webhook-secret')
  await ownDirectory(dataDir)
  try {
    const secret = `whsec_${randomBytes(24).toString('base64')}`
    await writeFile(file, `${secret}\n`, { flag: 'wx', mode: 0o600 })
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await narrow(file).catch(() => {})
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
