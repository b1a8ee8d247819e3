import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * Adds the variables of `.env` in the working directory, if there is one, to the environment; what the
 * environment has already stays. Returns why the file cannot be read.
 */
export function readEnvFile(): string | null {
  const file = resolve('.env')
  try {
    // Node says of every file that it cannot read that it does not exist.
    readFileSync(file)
    process.loadEnvFile(file)
    return null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    return `${file} cannot be read (${code}): let the user of this process read it, or move it away.`
  }
}
