import { existsSync, fsyncSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import type { FileNode, NodeFiles } from './node-files.ts'
import { syncFiles, syncTree } from './sync-files.ts'

/** How files are forced to the disk. */
export interface Disk {
  /** Throws the error of the system if it fails. */
  sync(fd: number): void
  /** Forces everything in a folder to the disk; resolves with the paths. */
  syncTree(folder: string): Promise<readonly string[]>
  /** Forces files to the disk that may be gone by now. */
  syncFiles(paths: readonly string[]): Promise<void>
}

const DISK: Disk = { sync: fsyncSync, syncTree, syncFiles }

export interface DurableFiles {
  /** For PGlite. */
  readonly fs: NodeFS
  /**
   * Forces to the disk what was written and not synced yet, while the engine goes on. A checkpoint, during which
   * the engine can do nothing else, then has little left to wait for.
   */
  syncWritten(): Promise<void>
}

/** PostgreSQL has this file while it runs, and after a crash. */
const RUNNING = 'postmaster.pid'

/**
 * The files of the embedded engine in `folder`, for an engine that forces its writes to the disk. PostgreSQL
 * asks to sync files and directories, and PGlite's own file system ignores that.
 *
 * After a crash PostgreSQL first syncs every file, about a thousand, one after the other and twice. Here they
 * are synced before, many at once, which takes less than a tenth of the time. The same is done if an earlier run
 * did not sync what it wrote (`wasSynced`).
 */
export async function createDurableFiles(
  folder: string,
  { disk = DISK, wasSynced = true }: { readonly disk?: Disk; readonly wasSynced?: boolean } = {},
): Promise<DurableFiles> {
  const root = resolve(folder)
  const synced = new Set<string>()
  if (!wasSynced || existsSync(join(root, RUNNING))) {
    for (const path of await disk.syncTree(root)) synced.add(path)
    // After a power cut it may be empty, and then PostgreSQL refuses to start.
    await rm(join(root, RUNNING), { force: true })
  }
  const fs = new NodeFS(root)
  const written = new Set<FileNode>()
  let pathOf: NodeFiles['realPath'] = ({ name }) => name
  const init = fs.init.bind(fs)
  fs.init = async (pglite, options) => {
    const { emscriptenOpts } = await init(pglite, options)
    const addSync = ({ NODEFS }: PGlite['Module']) => {
      const files = NODEFS as unknown as NodeFiles
      beforeChange(files, () => synced.clear())
      pathOf = files.realPath
      const { write } = files.stream_ops
      files.stream_ops.write = (stream, ...bytes) => {
        written.add(stream.node)
        return write(stream, ...bytes)
      }
      files.stream_ops.fsync = ({ node, nfd }) => {
        written.delete(node)
        if (!synced.has(files.realPath(node))) files.tryFSOperation(() => disk.sync(nfd))
        return 0
      }
    }
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] },
    }
  }
  return {
    fs,
    async syncWritten() {
      const paths = [...written].map((node) => pathOf(node))
      written.clear()
      await disk.syncFiles(paths)
    },
  }
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
