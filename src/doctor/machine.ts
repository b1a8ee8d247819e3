import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Check, fail, ok, warn } from './check.ts'

const NEEDED = [22, 13] as const
const MB = 1024 ** 2
const LITTLE = 1_024 * MB
const TOO_LITTLE = 100 * MB

/** `node`: the version of Node. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNewEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
  return {
    id: 'node',
    run: async () =>
      isNewEnough
        ? ok(`Node ${version}.`)
        : fail(`Node ${version} is too old.`, `Install Node ${NEEDED.join('.')} or newer.`),
  }
}

/** `disk`: the room on the disk of the embedded database. */
export function diskCheck(dataDir: string): Check {
  return {
    id: 'disk',
    async run() {
      const { bavail, bsize } = await statfs(await nearest(resolve(dataDir)))
      const free = bavail * bsize
      const message = `${Math.floor(free / MB).toLocaleString('en')} MB are free on the disk of DATA_DIR.`
      const fix = 'Free some space, lower RETENTION_DAYS, or set DATA_DIR to a larger disk.'
      if (free < TOO_LITTLE) return fail(message, fix)
      return free < LITTLE ? warn(message, fix) : ok(message)
    },
  }
}

/** The folder itself, or the nearest one above it that exists. */
async function nearest(folder: string): Promise<string> {
  try {
    await statfs(folder)
    return folder
  } catch (error) {
    if (dirname(folder) === folder) throw error
    return nearest(dirname(folder))
  }
}
