import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

// Node works on four files at a time. A few more keep it busy, and only so many files are open at once.
const AT_ONCE = 16

// Some systems cannot open a directory or sync it, and need not.
const NOT_FOR_DIRECTORIES = ['EISDIR', 'EACCES', 'EPERM', 'EINVAL', 'EBADF', 'ENOTSUP']

/** Forces all files and directories in `folder`, and the folder itself, to the disk. Resolves with their paths. */
export async function syncTree(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = (kind: 'isFile' | 'isDirectory') =>
    entries.filter((entry) => entry[kind]()).map((entry) => join(entry.parentPath, entry.name))
  const files = paths('isFile')
  const directories = [folder, ...paths('isDirectory')]
  await forEachOf(files, syncFile)
  await forEachOf(directories, syncDirectory)
  return [...files, ...directories]
}

/** Forces files to the disk, apart from those that are gone. */
export async function syncFiles(paths: readonly string[]): Promise<void> {
  await forEachOf(paths, (path) =>
    syncFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    }),
  )
}

/** Forces the list of files in a directory to the disk, where the system can do that. */
export async function syncDirectory(path: string): Promise<void> {
  await syncFile(path).catch((error: NodeJS.ErrnoException) => {
    if (!NOT_FOR_DIRECTORIES.includes(error.code ?? '')) throw error
  })
}

/** Calls `task` for all items, for a few of them at a time. */
export async function forEachOf<Item>(
  items: readonly Item[],
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values()
  const work = async () => {
    for (const item of waiting) await task(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
