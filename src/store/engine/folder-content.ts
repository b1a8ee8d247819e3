import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'

/** The folders and files of a folder. Paths begin in it. */
export interface FolderContent {
  /** Each one after the folder that it is in. */
  readonly folders: readonly string[]
  readonly files: readonly {
    readonly path: string
    readonly read: () => Promise<Uint8Array>
  }[]
}

export async function contentOf(folder: string): Promise<FolderContent> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const within = (kind: 'isFile' | 'isDirectory') =>
    entries
      .filter((entry) => entry[kind]())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort()
  const files = within('isFile').map((path) => ({ path, read: () => readFile(join(folder, path)) }))
  return { folders: within('isDirectory'), files }
}

interface Index {
  readonly folders: readonly string[]
  /** `at` is where the bytes begin. */
  readonly files: readonly { readonly path: string; readonly at: number; readonly size: number }[]
}

// The tables of an empty engine are much alike, and far apart. The window of gzip has 32 KB, this one 16 MB.
const WINDOW_BITS = 24

/** One file with a content: the length of its index, the index, and each different file once. */
export async function packContent({ folders, files }: FolderContent): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  const places = new Map<string, number>()
  let end = 0
  const indexed: Index['files'][number][] = []
  for (const { path, read } of files) {
    const bytes = await read()
    const hash = createHash('sha256').update(bytes).digest('hex')
    const at = places.get(hash) ?? end
    if (at === end) {
      places.set(hash, at)
      pieces.push(bytes)
      end += bytes.length
    }
    indexed.push({ path, at, size: bytes.length })
  }
  const index = Buffer.from(JSON.stringify({ folders, files: indexed } satisfies Index))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(index.length)
  return promisify(brotliCompress)(Buffer.concat([length, index, ...pieces]), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS },
  })
}

/** What `packContent` has packed. */
export async function unpackContent(packed: Uint8Array): Promise<FolderContent> {
  const all = await promisify(brotliDecompress)(packed)
  const start = 4 + all.readUInt32BE()
  const { folders, files }: Index = JSON.parse(all.toString('utf8', 4, start))
  const read = ({ path, at, size }: Index['files'][number]) => ({
    path,
    read: async () => all.subarray(start + at, start + at + size),
  })
  return { folders, files: files.map(read) }
}
