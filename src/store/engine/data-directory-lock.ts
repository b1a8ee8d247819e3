import { randomUUID } from 'node:crypto'
import { constants, readFileSync, readlinkSync } from 'node:fs'
import { copyFile, link, mkdir, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../../domain/start-error.ts'
import { readFileIn } from './data-directory.ts'

interface Owner {
  readonly pid: number
  readonly host: string
  /** Where the number of a process means the same process: this boot of this kernel, this PID namespace. */
  readonly world: string
  /** When the process started, to tell it from a later process with the same number. */
  readonly started: string
  readonly token: string
}

export interface LockOptions {
  readonly heartbeatMs?: number
  /** How long an owner whom we cannot see must show no sign of life. */
  readonly abandonedMs?: number
}

/** Thrown when another process has the directory open. */
export class DataDirectoryInUseError extends StartError {
  override readonly name = 'DataDirectoryInUseError'
}

/**
 * Takes `dataDir` for this process: the embedded engine would destroy its files under two. A lock
 * left by a killed process that we can see is taken over at once. One from another machine or another
 * container is watched until its owner shows a sign of life, or none for 20 s.
 */
export async function lockDataDirectory(
  dataDir: string,
  { heartbeatMs = 5_000, abandonedMs = 20_000 }: LockOptions = {},
): Promise<{ release(): Promise<void> }> {
  const file = join(dataDir, 'bellhop.lock')
  const token = randomUUID()
  const own = join(dataDir, `bellhop.lock.${token}`)
  const self = {
    pid: process.pid,
    host: hostname(),
    world: worldOf(),
    started: startOf(process.pid),
    token,
  }
  // A link appears with all of its content, and never over another.
  await writeFile(own, JSON.stringify(self), { mode: 0o600 })
  try {
    while (!(await isLinked(own, file))) {
      const owner = await ownerOf(file)
      if (owner && (await isAlive(owner, self, file, abandonedMs))) {
        throw new DataDirectoryInUseError(
          `${dataDir} is in use by process ${owner.pid} on ${owner.host}. Stop it, or give this process another DATA_DIR, or set DATABASE_URL to share a PostgreSQL.`,
        )
      }
      await removeStale(file, owner?.token)
    }
  } finally {
    await rm(own, { force: true })
  }
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).catch(() => {})
  }, heartbeatMs)
  heartbeat.unref()
  return {
    async release() {
      clearInterval(heartbeat)
      if ((await ownerOf(file))?.token === token) await rm(file, { force: true })
    },
  }
}

async function isLinked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) throw error
  }
  // A file system without links.
  return copyFile(own, file, constants.COPYFILE_EXCL).then(
    () => true,
    (error) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

// Two that see the same dead owner must not remove each other's new locks: only one at a time
// removes, and only what it has seen.
async function removeStale(file: string, token: string | undefined): Promise<void> {
  const door = `${file}.takeover`
  try {
    await mkdir(door, { mode: 0o700 })
  } catch {
    const since = await stat(door).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    )
    // Left by one that died in the middle of it.
    if (Date.now() - since > 5_000) await rmdir(door).catch(() => {})
    await delay(20)
    return
  }
  try {
    if ((await ownerOf(file))?.token === token) await rm(file, { force: true })
  } finally {
    await rmdir(door).catch(() => {})
  }
}

async function ownerOf(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFileIn(dirname(file), basename(file))) as Owner
  } catch (error) {
    if (error instanceof StartError) throw error
    // Gone in between, or cut off when the disk was full.
    return undefined
  }
}

async function isAlive(
  owner: Owner,
  self: Owner,
  file: string,
  abandonedMs: number,
): Promise<boolean> {
  if (owner.host !== self.host || owner.world !== self.world) {
    return showsLife(file, abandonedMs)
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

async function showsLife(file: string, abandonedMs: number): Promise<boolean> {
  const seenAt = () =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    )
  const first = await seenAt()
  while (first !== null && Date.now() - first < abandonedMs) {
    await delay(Math.min(250, abandonedMs / 4))
    const seen = await seenAt()
    if (seen === null) return false
    if (seen !== first) return true
  }
  return false
}

/** The kernel's boot and the PID namespace where there is /proc; elsewhere all look alike. */
function worldOf(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return ''
  }
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
