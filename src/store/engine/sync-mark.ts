import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncDirectory, syncFiles } from './sync-files.ts'

// Beside the folder. It names the folder by its inode, so that an unpacked backup is not taken for it.
const markOf = (folder: string) => `${folder}.synced`

/** Whether the last run forced everything that it wrote into this folder to the disk. */
export async function isMarkedSynced(folder: string): Promise<boolean> {
  const mark = await readFile(markOf(folder), 'utf8').catch(() => '')
  return mark === (await inodeOf(folder))
}

/** Remembers that all of this folder is on the disk, and that all that is written will be. */
export async function markSynced(folder: string): Promise<void> {
  await writeFile(markOf(folder), await inodeOf(folder), { mode: 0o600 })
  await syncFiles([markOf(folder)])
  await syncDirectory(dirname(folder))
}

/** Forgets it, because what is written from now on is not forced to the disk. */
export async function unmarkSynced(folder: string): Promise<void> {
  await rm(markOf(folder), { force: true })
}

async function inodeOf(folder: string): Promise<string> {
  return String((await stat(folder, { bigint: true })).ino)
}
