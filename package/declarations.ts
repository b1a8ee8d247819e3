import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file of types, with its path below the folder of all of them. */
export interface Declaration {
  readonly path: string
  readonly text: string
}

// The compiler leaves the names of sources in them, which a consumer does not have. Examples in comments are
// none of them: they end otherwise.
const IMPORTS = [/( from )(')(\.{1,2}\/[^']+)\.tsx?(';)$/gm, /(\bimport\()(")(\.{1,2}\/[^"]+)\.tsx?("\))/g]

/** The file `entry` and those that it imports, as a consumer reads them. */
export async function declarationsFrom(folder: string, entry: string): Promise<Declaration[]> {
  const found = new Map<string, Declaration>()
  async function read(path: string): Promise<void> {
    if (found.has(path)) return
    const source = await readFile(join(folder, path), 'utf8')
    const imported = IMPORTS.flatMap((pattern) => [...source.matchAll(pattern)]).map(
      ([, , , name]) => join(dirname(path), `${name}.d.ts`),
    )
    const text = IMPORTS.reduce((all, pattern) => all.replace(pattern, '$1$2$3.js$4'), source)
    found.set(path, { path, text })
    for (const one of imported) await read(one)
  }
  await read(entry)
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
