import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

// What an earlier file says stays.
const FILES = ['.env.local', '.env']

/**
 * Adds the variables of `.env.local` and `.env` in the working directory, if there are any, to the environment.
 * What the environment has already counts first, then `.env.local`. Returns why a file cannot be read.
 */
export function readEnvFiles(): string | null {
  for (const name of FILES) {
    const fault = addFile(resolve(name))
    if (fault) return fault
  }
  return null
}

function addFile(file: string): string | null {
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
