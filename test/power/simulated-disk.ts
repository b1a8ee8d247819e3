import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Random } from '../simulation/random.ts'
import { type Change, changed, type SimulatedFile, survivor } from './simulated-file.ts'

/**
 * A disk that forgets what was not synced when its power is cut. It works with a real folder, which always
 * holds what the engine sees. Each operation must be reported before it is made.
 *
 * What a cut may leave:
 * - Of the changes of a file since its last sync any subset, and of a write any subset of its sectors.
 * - Of the changes of a directory (create, rename, remove) since its last sync the first few, in their order.
 *   A sync of a file includes the change that gave it its name, as on ext4, XFS and Btrfs. PostgreSQL relies
 *   on that.
 */
export interface SimulatedDisk {
  /** `path` is a file or a directory. Its handle stays the same when the file gets another name. */
  open(path: string): Handle
  change(file: Handle, change: Change): void
  create(path: string): void
  rename(from: string, to: string): void
  remove(path: string): void
  sync(handle: Handle): void
  /** Syncs everything; the paths of all files and directories. */
  syncAll(): string[]
  /** Cuts the power: the folder then holds what is left. */
  cut(random: Random): void
}

export type Handle = SimulatedFile | SimulatedFolder

interface SimulatedFolder {
  readonly kind: 'folder'
  /** The names that were used, with their files; null for a name without a file. */
  readonly durable: Map<string, SimulatedFile | null>
  /** Each step is atomic. */
  pending: (readonly [name: string, file: SimulatedFile | null])[][]
}

export function createSimulatedDisk(root: string): SimulatedDisk {
  const folders = new Map<string, SimulatedFolder>()
  /** The files as the engine sees them. */
  const files = new Map<string, SimulatedFile | null>()

  function folderAt(path: string): SimulatedFolder {
    const folder = folders.get(path) ?? { kind: 'folder', durable: new Map(), pending: [] }
    folders.set(path, folder)
    return folder
  }

  /** Whatever is used for the first time is as it was at the start, so all of it is on the disk. */
  function fileAt(path: string): SimulatedFile | null {
    const known = files.get(path)
    if (known !== undefined) return known
    const folder = folderAt(dirname(path))
    const file: SimulatedFile | null = existsSync(path)
      ? { kind: 'file', folder: dirname(path), durable: readFileSync(path), pending: [] }
      : null
    folder.durable.set(basename(path), file)
    files.set(path, file)
    return file
  }

  function step(folder: string, entries: Record<string, SimulatedFile | null>): void {
    for (const [name, file] of Object.entries(entries)) {
      fileAt(join(folder, name))
      files.set(join(folder, name), file)
    }
    folderAt(folder).pending.push(Object.entries(entries))
  }

  function settle(folder: SimulatedFolder, steps: number): void {
    for (const [name, file] of folder.pending.slice(0, steps).flat()) folder.durable.set(name, file)
    folder.pending = folder.pending.slice(steps)
  }

  function sync(handle: Handle): void {
    if (handle.kind === 'folder') {
      settle(handle, handle.pending.length)
      return
    }
    handle.durable = changed(handle.durable, handle.pending)
    handle.pending = []
    const folder = folderAt(handle.folder)
    const named = (entries: SimulatedFolder['pending'][number]) =>
      entries.some(([, file]) => file === handle)
    settle(folder, folder.pending.findLastIndex(named) + 1)
  }

  return {
    sync,
    open(path) {
      if (statSync(path).isDirectory()) return folderAt(path)
      const file = fileAt(path)
      if (!file) throw new Error(`${path} is not known`)
      return file
    },
    change(file, change) {
      if (file.kind === 'folder') throw new Error('a directory has no content')
      file.pending.push(change)
    },
    create(path) {
      const file: SimulatedFile = {
        kind: 'file',
        folder: dirname(path),
        durable: Buffer.alloc(0),
        pending: [],
      }
      step(dirname(path), { [basename(path)]: file })
    },
    rename(from, to) {
      if (dirname(from) !== dirname(to))
        throw new Error('a rename between directories is not known')
      step(dirname(from), { [basename(from)]: null, [basename(to)]: fileAt(from) })
    },
    remove(path) {
      step(dirname(path), { [basename(path)]: null })
    },
    syncAll() {
      for (const folder of folders.values()) sync(folder)
      for (const file of files.values()) if (file) sync(file)
      const paths = readdirSync(root, { recursive: true }).map((name) => join(root, String(name)))
      return [root, ...paths]
    },
    cut(random) {
      // Some cuts lose almost everything, others almost nothing.
      const luck = random.pick([0, 0.2, 0.5, 0.9])
      for (const folder of folders.values()) settle(folder, random.below(folder.pending.length + 1))
      for (const [path, folder] of folders) {
        for (const [name, file] of folder.durable) {
          const whole = join(path, name)
          if (!file) rmSync(whole, { force: true })
          else if (file.pending.length > 0 || files.get(whole) !== file)
            writeFileSync(whole, survivor(file, luck, random))
        }
      }
      folders.clear()
      files.clear()
    },
  }
}
