import { chmod, lstat, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What group and others may do. */
const OTHERS = 0o077

/** Makes the directory, for its owner alone; one that is there and wider is narrowed. */
export async function ownDirectory(
  path: string,
  onError: (error: unknown) => void = () => {},
): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await narrow(path).catch(onError)
}

/**
 * Takes from group and others what they may do with `path` and all below it: the embedded engine makes
 * its first files for everybody. What belongs to somebody else cannot be narrowed, and is told once.
 */
export async function narrowTree(path: string, onError: (error: unknown) => void): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const paths = [path, ...entries.map((entry) => join(entry.parentPath, entry.name))]
  const results = await Promise.allSettled(paths.map(narrow))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) onError(failed.reason)
}

/** Like `narrowTree`, of one file or directory. */
export async function narrow(path: string): Promise<void> {
  try {
    const { mode } = await lstat(path)
    if ((mode & OTHERS) !== 0) await chmod(path, mode & ~OTHERS)
  } catch (error) {
    // Gone in between.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new Error(
      `${path} can be read by others on this machine, and that could not be changed. Give it to the user that Bellhop runs as, or take the rights of group and others from it.`,
      { cause: error },
    )
  }
}
