import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** The folder itself, or the nearest one above it that exists: where it would be made. */
export async function nearestFolder(path: string): Promise<string> {
  const folder = resolve(path)
  try {
    await stat(folder)
    return folder
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error
    return nearestFolder(dirname(folder))
  }
}
