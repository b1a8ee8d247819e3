import { closeSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { NodeFS } from '@electric-sql/pglite/nodefs'
import type { Disk } from '../../src/store/engine/durable-files.ts'
import type { NodeFiles } from '../../src/store/engine/node-files.ts'
import type { Power } from './power.ts'
import type { Handle, SimulatedDisk } from './simulated-disk.ts'

/** The files of an engine whose operations are reported to a simulated disk. */
export interface RecordedFiles {
  /** Syncs the simulated disk. */
  readonly disk: Disk
  /** Makes the engine of these files report what it does. */
  record(files: NodeFS): NodeFS
  /** Frees the memory of an engine without power, and closes the files that it has left open. */
  end(): void
}

export function createRecordedFiles(disk: SimulatedDisk, power: Power): RecordedFiles {
  const open = new Map<number, Handle>()
  let endEngine = () => {}
  const handle = (nfd: number): Handle => {
    const found = open.get(nfd)
    if (!found) throw new Error(`file ${nfd} is not open`)
    return found
  }
  return {
    disk: {
      sync(fd) {
        power.use()
        disk.sync(handle(fd))
      },
      async syncTree() {
        power.use()
        return disk.syncAll()
      },
      // It only comes early, so a cut may still lose all of it.
      async syncFiles() {},
    },
    record(files) {
      const init = files.init.bind(files)
      files.init = async (pglite, options) => {
        const { emscriptenOpts } = await init(pglite, options)
        const watch = (program: PGlite['Module']) => {
          const nodeFiles = program.NODEFS as unknown as NodeFiles
          endEngine = () => {
            // What it has not written yet is lost too.
            nodeFiles.stream_ops.write = (_stream, _buffer, _offset, length) => length
            program._emscripten_force_exit(0)
          }
          watchStreams(nodeFiles, open, disk, power)
          watchNodes(nodeFiles, disk, power)
        }
        return {
          emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), watch] },
        }
      }
      return files
    },
    end() {
      try {
        // Only this ends its timer, which keeps all of it in memory.
        endEngine()
      } catch {
        // It ends by throwing.
      }
      for (const nfd of open.keys()) closeSync(nfd)
      open.clear()
    },
  }
}

function watchStreams(
  { realPath, stream_ops: streams }: NodeFiles,
  files: Map<number, Handle>,
  disk: SimulatedDisk,
  power: Power,
): void {
  const { open, close, write, setattr } = streams
  const find = (nfd: number) => files.get(nfd) as Handle
  streams.open = (stream) => {
    power.use()
    open(stream)
    files.set(stream.nfd, disk.open(realPath(stream.node)))
  }
  streams.close = (stream) => {
    // The descriptor may belong to another file by now.
    if (power.isOff) return
    close(stream)
    files.delete(stream.nfd)
  }
  streams.write = (stream, buffer, offset, length, position) => {
    power.use()
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length).slice()
    disk.change(find(stream.nfd), { kind: 'write', at: position, bytes })
    return write(stream, buffer, offset, length, position)
  }
  streams.setattr = (stream, attributes) => {
    power.use()
    const { size } = attributes
    if (size !== undefined) disk.change(find(stream.nfd), { kind: 'size', size })
    setattr(stream, attributes)
  }
}

function watchNodes(
  { realPath, node_ops: nodes }: NodeFiles,
  disk: SimulatedDisk,
  power: Power,
): void {
  const { setattr, mknod, rename, unlink } = nodes
  nodes.setattr = (node, attributes) => {
    power.use()
    const { size } = attributes
    if (size !== undefined) disk.change(disk.open(realPath(node)), { kind: 'size', size })
    setattr(node, attributes)
  }
  nodes.mknod = (parent, name, mode, device) => {
    power.use()
    disk.create(join(realPath(parent), name))
    const node = mknod(parent, name, mode, device)
    if (statSync(realPath(node)).isDirectory()) throw new Error(`directory ${name} is not known`)
    return node
  }
  nodes.rename = (node, folder, name) => {
    power.use()
    const from = realPath(node)
    disk.rename(from, join(realPath(folder), name))
    rename(node, folder, name)
  }
  nodes.unlink = (parent, name) => {
    power.use()
    disk.remove(join(realPath(parent), name))
    unlink(parent, name)
  }
  nodes.rmdir = (_parent, name) => {
    throw new Error(`removing the directory ${name} is not known`)
  }
  nodes.symlink = (_parent, name) => {
    throw new Error(`the link ${name} is not known`)
  }
}
