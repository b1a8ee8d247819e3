import { readFileSync } from 'node:fs'
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

interface Owner {
  readonly pid: number
  readonly host: string
  /** When the process started, to tell it from a later process with the same number. */
  readonly started: string
}

const HEARTBEAT_MS = 5_000
const ABANDONED_MS = 20_000

/** Thrown when another process has the directory open. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError'
}

/**
 * Takes `dataDir` for this process: the embedded engine would corrupt its files under two.
 * A lock left by a killed process on this machine is taken over at once; one from another machine
 * (a shared volume) after 20 s without a sign of life.
 */
export async function lockDataDirectory(dataDir: string): Promise<{ release(): Promise<void> }> {
  const file = join(dataDir, 'bellhop.lock')
  const self: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) }
  for (;;) {
    try {
      await writeFile(file, JSON.stringify(self), { flag: 'wx' })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const owner = await ownerOf(file)
    if (owner && (await isAlive(owner, self, file))) {
      throw new DataDirectoryInUseError(
        `${dataDir} is in use by process ${owner.pid} on ${owner.host}. Stop it, or give this process another DATA_DIR, or set DATABASE_URL to share a PostgreSQL.`,
      )
    }
    await rm(file, { force: true })
  }
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).catch(() => {})
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return {
    async release() {
      clearInterval(heartbeat)
      await rm(file, { force: true })
    },
  }
}

async function ownerOf(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner
  } catch {
    // Gone in between, or cut off by a crash while it was written.
    return undefined
  }
}

async function isAlive(owner: Owner, self: Owner, file: string): Promise<boolean> {
  if (owner.host !== self.host) {
    const seen = await stat(file).then(
      (entry) => entry.mtimeMs,
      () => 0,
    )
    return Date.now() - seen < ABANDONED_MS
  }
  // Also true of two databases opened by one process, which is just as fatal.
  if (owner.pid === self.pid) return owner.started === self.started
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return owner.started === startOf(owner.pid)
}

/** The kernel's start time of a process where there is /proc; elsewhere all processes look alike. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
