import { chmod, lstat, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The rights of group and others. */
const OTHERS = 0o077

/** Creates the directory for its owner only. If it exists, group and others lose their rights. */
export async function ownDirectory(
  path: string,
  onError: (error: unknown) => void = () => {},
): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await narrow(path).catch(onError)
}

/**
 * Removes the rights of group and others from `path` and everything below it, because the embedded engine
 * creates its first files readable by all. If that is not allowed, `onError` is called once.
 */
export async function narrowTree(path: string, onError: (error: unknown) => void): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const paths = [path, ...entries.map((entry) => join(entry.parentPath, entry.name))]
  const results = await Promise.allSettled(paths.map(narrow))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) onError(failed.reason)
}

/** Like `narrowTree`, for one file or directory. */
export async function narrow(path: string): Promise<void> {
  try {
    const { mode } = await lstat(path)
    if ((mode & OTHERS) !== 0) await chmod(path, mode & ~OTHERS)
  } catch (error) {
    // It was deleted in the meantime.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new Error(
      `${path} can be read by others on this machine, and Bellhop may not change that. Make the user of Bellhop its owner, or remove the rights of group and others.`,
      { cause: error },
    )
  }
}
