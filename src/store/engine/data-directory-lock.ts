import { rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { StartError } from '../../domain/start-error.ts'
import { checkFile, dataDirectoryFault, readFileIn } from './data-directory.ts'

/** Thrown when another process has the directory open. */
export class DataDirectoryInUseError extends StartError {
  override readonly name = 'DataDirectoryInUseError'
}

/** Stays in the directory when the lock is released. */
export const LOCK_FILE = 'bellhop.lock.sqlite'
const OWNER = 'bellhop.owner.json'

// The lock of older versions, which updated the time of the file every 5 s.
const FORMER_LOCK = 'bellhop.lock'
const FORMER_LOCK_LASTS_MS = 20_000

// SQLite's code when another connection holds the lock.
const SQLITE_BUSY = 5

// Locks would be released if their connections were collected as garbage.
const held = new Set<DatabaseSync>()

/**
 * Locks `dataDir` for this process, because two processes would destroy the files of the embedded database.
 * SQLite uses the kernel's lock on an empty file. The kernel releases it however the process ends, and it
 * also works between containers. The file is never removed: otherwise two processes could lock two files of
 * the same name.
 */
export async function lockDataDirectory(dataDir: string): Promise<{ release(): Promise<void> }> {
  await refuseFormerLock(dataDir)
  await checkFile(dataDir, OWNER)
  const lock = await openLockFile(dataDir)
  try {
    // SQLite would otherwise create its journal beside the file.
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock.close()
    const { errcode } = error as { errcode?: number }
    throw errcode === SQLITE_BUSY ? await inUse(dataDir) : dataDirectoryFault(error, dataDir)
  }
  held.add(lock)
  const release = async () => {
    if (!held.delete(lock)) return
    await rm(join(dataDir, OWNER), { force: true })
    lock.close()
  }
  const owner = { pid: process.pid, host: hostname() }
  await writeFile(join(dataDir, OWNER), JSON.stringify(owner), { mode: 0o600 }).catch(
    async (error) => {
      await release()
      throw dataDirectoryFault(error, dataDir)
    },
  )
  return { release }
}

async function openLockFile(dataDir: string): Promise<DatabaseSync> {
  const file = join(dataDir, LOCK_FILE)
  // Only if it is missing: the kernel drops the lock of a process as soon as the process closes the file.
  if (!(await checkFile(dataDir, LOCK_FILE))) {
    await writeFile(file, '', { mode: 0o600, flag: 'wx' }).catch((error) => {
      if (error.code !== 'EEXIST') throw dataDirectoryFault(error, dataDir)
    })
  }
  try {
    const { DatabaseSync } = loadSqlite()
    return new DatabaseSync(file)
  } catch (error) {
    throw dataDirectoryFault(error, dataDir)
  }
}

// Node 22 warns that SQLite is experimental, but opening and locking a file has not changed since.
function loadSqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (String(warning).startsWith('SQLite is an experimental feature')) return
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}

async function refuseFormerLock(dataDir: string): Promise<void> {
  const file = join(dataDir, FORMER_LOCK)
  if (!(await checkFile(dataDir, FORMER_LOCK))) return
  const touchedAt = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
  if (Date.now() - touchedAt < FORMER_LOCK_LASTS_MS) {
    throw new DataDirectoryInUseError(
      `${dataDir} is in use by an older version of Bellhop, or was until a moment ago. Stop it, or wait for ${FORMER_LOCK_LASTS_MS / 1000} s if it was killed.`,
    )
  }
  await rm(file, { force: true })
}

async function inUse(dataDir: string): Promise<DataDirectoryInUseError> {
  return new DataDirectoryInUseError(
    `${dataDir} is in use by ${await describeOwner(dataDir)}. Stop it, or give this process another DATA_DIR, or set DATABASE_URL to share a PostgreSQL.`,
  )
}

async function describeOwner(dataDir: string): Promise<string> {
  try {
    const { pid, host } = JSON.parse(await readFileIn(dataDir, OWNER))
    return `process ${Number(pid)} on ${host}`
  } catch {
    // The owner has the lock and has not written the file yet, or the file system has no locks.
    return 'another process (or its file system has no locks)'
  }
}
