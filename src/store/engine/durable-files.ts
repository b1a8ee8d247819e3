import { existsSync, fsyncSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import type { NodeFiles } from './node-files.ts'
import { syncTree } from './sync-files.ts'

/** How files are forced to the disk. */
export interface Disk {
  /** Throws the error of the system if it fails. */
  sync(fd: number): void
  /** Forces everything in a folder to the disk; resolves with the paths. */
  syncTree(folder: string): Promise<readonly string[]>
}

const DISK: Disk = { sync: fsyncSync, syncTree }

/** PostgreSQL has this file while it runs, and after a crash. */
const RUNNING = 'postmaster.pid'

/**
 * The files of the embedded engine in `folder`, for an engine that forces its writes to the disk. PostgreSQL
 * asks to sync files and directories, and PGlite's own file system ignores that.
 *
 * After a crash PostgreSQL first syncs every file, about a thousand, one after the other and twice. Here they
 * are synced before, many at once, which takes less than a tenth of the time.
 */
export async function createDurableFiles(folder: string, disk = DISK): Promise<NodeFS> {
  const root = resolve(folder)
  const synced = new Set<string>()
  if (existsSync(join(root, RUNNING))) {
    for (const path of await disk.syncTree(root)) synced.add(path)
    // After a power cut it may be empty, and then PostgreSQL refuses to start.
    await rm(join(root, RUNNING))
  }
  const fs = new NodeFS(root)
  const init = fs.init.bind(fs)
  fs.init = async (pglite, options) => {
    const { emscriptenOpts } = await init(pglite, options)
    const addSync = ({ NODEFS }: PGlite['Module']) => {
      const files = NODEFS as unknown as NodeFiles
      beforeChange(files, () => synced.clear())
      files.stream_ops.fsync = ({ node, nfd }) => {
        if (!synced.has(files.realPath(node))) files.tryFSOperation(() => disk.sync(nfd))
        return 0
      }
    }
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] },
    }
  }
  return fs
}

const CHANGES = {
  stream_ops: ['write', 'setattr'],
  node_ops: ['setattr', 'mknod', 'rename', 'unlink', 'rmdir', 'symlink'],
} as const

type Operations = Record<string, (...parameters: readonly unknown[]) => unknown>

/** Calls `changes` before the engine changes anything but the file that it has while it runs. */
function beforeChange(files: NodeFiles, changes: () => void): void {
  for (const [group, names] of Object.entries(CHANGES)) {
    const operations = files[group as keyof typeof CHANGES] as unknown as Operations
    for (const name of names) {
      const operation = operations[name]
      if (!operation) throw new Error(`PGlite's file system has no ${name}`)
      operations[name] = (...parameters) => {
        if (!parameters.some(isRunning)) changes()
        return operation(...parameters)
      }
    }
  }
}

/** Whether a parameter (a stream, a node or a name) means that file. */
function isRunning(parameter: unknown): boolean {
  if (parameter === RUNNING) return true
  const { name, node } = Object(parameter) as { name?: unknown; node?: { name?: unknown } }
  return (node?.name ?? name) === RUNNING
}
