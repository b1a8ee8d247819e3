import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StartError } from '../../domain/start-error.ts'
import { syncDirectory } from './sync-files.ts'

const ELSEWHERE = 'set DATA_DIR to another directory'

// The cause and the fix, by error code.
const CAUSES: Readonly<Record<string, readonly [cause: string, fix: string]>> = {
  ENOTDIR: ['is not a directory', `remove the file, or ${ELSEWHERE}`],
  EEXIST: ['is not a directory', `remove the file, or ${ELSEWHERE}`],
  EACCES: ['may not be written to', `give this user the right, or ${ELSEWHERE}`],
  EPERM: ['may not be written to', `give this user the right, or ${ELSEWHERE}`],
  EROFS: ['is on a file system that is read-only', ELSEWHERE],
  ENOENT: ['cannot be created', ELSEWHERE],
  ENOSPC: ['is on a disk that is full', `make room, or ${ELSEWHERE}`],
  EDQUOT: ['is on a disk that is full', `make room, or ${ELSEWHERE}`],
}

const DEADLINE_MS = 10_000

/** Creates `dataDir` if it is missing, and checks that it can be used. Throws a StartError. */
export function openDataDirectory(
  dataDir: string,
  { use = tryToUse, deadlineMs = DEADLINE_MS } = {},
): Promise<void> {
  return inTime(dataDir, () => use(dataDir), deadlineMs).catch((error) => {
    throw error instanceof StartError ? error : dataDirectoryFault(error, dataDir)
  })
}

/** The text of a file in `dataDir`. It must be a regular file: reading a pipe might never end. */
export function readFileIn(dataDir: string, name: string): Promise<string> {
  return inTime(dataDir, async () => {
    const file = join(dataDir, name)
    if (!(await stat(file)).isFile()) throw inTheWay(file, 'file')
    return readFile(file, 'utf8')
  })
}

/** Whether `dataDir` has a directory of this name. Throws a StartError if it is something else. */
export function checkDirectory(dataDir: string, name: string): Promise<boolean> {
  return checkEntry(dataDir, name, 'directory')
}

/** Whether `dataDir` has a file of this name. Throws a StartError if it is something else. */
export function checkFile(dataDir: string, name: string): Promise<boolean> {
  return checkEntry(dataDir, name, 'file')
}

function checkEntry(dataDir: string, name: string, kind: 'directory' | 'file'): Promise<boolean> {
  return inTime(dataDir, async () => {
    const path = join(dataDir, name)
    const found = await statOf(path)
    if (!found) return false
    if (kind === 'file' ? found.isFile() : found.isDirectory()) return true
    throw inTheWay(path, kind)
  })
}

function inTheWay(path: string, kind: string): StartError {
  return new StartError(`${resolve(path)} is not a ${kind}: remove it, or ${ELSEWHERE}.`)
}

async function inTime<Result>(
  dataDir: string,
  use: () => Promise<Result>,
  deadlineMs = DEADLINE_MS,
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  // A call to a network disk without a server never returns.
  const timer = setTimeout(() => {
    const sentence = `${resolve(dataDir)} (DATA_DIR) does not answer within ${deadlineMs / 1000} s: check its disk, or ${ELSEWHERE}.`
    reject(new StartError(sentence, { stuck: true }))
  }, deadlineMs)
  try {
    return await Promise.race([use(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** The error for the operator after a failure in `dataDir`. */
export function dataDirectoryFault(error: unknown, dataDir: string): StartError {
  const { code = '', message } = error as NodeJS.ErrnoException
  const [cause, fix] = CAUSES[code] ?? [`cannot be used (${message})`, ELSEWHERE]
  return new StartError(`${resolve(dataDir)} (DATA_DIR) ${cause}: ${fix}.`, { cause: error })
}

async function tryToUse(dataDir: string): Promise<void> {
  await create(resolve(dataDir))
  const probe = join(dataDir, `bellhop.probe.${randomUUID()}`)
  try {
    await writeFile(probe, 'written to check that it can be read')
    await readFile(probe)
  } finally {
    await rm(probe, { force: true })
  }
}

// Node's `recursive` option never ends in a directory such as /proc, where no directory can be created.
async function create(directory: string): Promise<void> {
  const there = await statOf(directory)
  if (there?.isDirectory()) return
  if (there) throw Object.assign(new Error('a file'), { code: 'ENOTDIR' })
  await create(dirname(directory))
  await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    // Another instance has created it in the meantime.
    if (error.code !== 'EEXIST') throw error
  })
  await syncDirectory(dirname(directory))
}

/** Null if it does not exist. */
function statOf(path: string) {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}
