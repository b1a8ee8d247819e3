import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { MemoryFS, PGlite } from '@electric-sql/pglite'

/** The files of a stopped engine, read once; each engine that starts from them has a copy in memory. */
export interface LoadedFiles {
  copy(): MemoryFS
}

export async function loadFiles(folder: string): Promise<LoadedFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const pathOf = (entry: { parentPath: string; name: string }) => join(entry.parentPath, entry.name)
  const inEngine = (path: string) => `${PGlite.paths.PGDATA}/${relative(folder, path)}`
  const directories = entries.filter((entry) => entry.isDirectory()).map(pathOf)
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        // The engine copies an array with `slice`, which does not copy a Buffer.
        const bytes = new Uint8Array(await readFile(pathOf(entry)))
        return [inEngine(pathOf(entry)), bytes] as const
      }),
  )
  return {
    copy() {
      const memory = new MemoryFS()
      const init = memory.init.bind(memory)
      memory.init = async (pglite, options) => {
        const { emscriptenOpts } = await init(pglite, options)
        const write = ({ FS }: typeof pglite.Module) => {
          for (const directory of directories.sort()) FS.mkdirTree(inEngine(directory))
          for (const [path, bytes] of files) FS.writeFile(path, bytes)
        }
        return {
          emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), write] },
        }
      }
      return memory
    },
  }
}
