import { statfs } from 'node:fs/promises'
import { type Check, fail, ok, warn } from './check.ts'
import { nearestFolder } from './nearest-folder.ts'

const MB = 1024 ** 2
const LITTLE = 1_024 * MB
const TOO_LITTLE = 100 * MB

/** `node`: the version of Node. `engines` is the range of package.json, such as `>=22.13.0`. */
export function nodeCheck(version: string, engines: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = engines.replace('>=', '').split('.').map(Number)
  const isNewEnough = major > neededMajor || (major === neededMajor && minor >= neededMinor)
  return {
    id: 'node',
    run: async () =>
      isNewEnough
        ? ok(`Node ${version}.`)
        : fail(
            `Node ${version} is too old.`,
            `Install Node ${neededMajor}.${neededMinor} or newer.`,
          ),
  }
}

/** `disk`: the room on the disk of the embedded database. */
export function diskCheck(dataDir: string): Check {
  return {
    id: 'disk',
    async run() {
      const { bavail, bsize } = await statfs(await nearestFolder(dataDir))
      const free = bavail * bsize
      const message = `${Math.floor(free / MB).toLocaleString('en')} MB are free on the disk of DATA_DIR.`
      const fix = 'Free some space, lower RETENTION_DAYS, or set DATA_DIR to a larger disk.'
      if (free < TOO_LITTLE) return fail(message, fix)
      return free < LITTLE ? warn(message, fix) : ok(message)
    },
  }
}
