import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const IMPORT = /(?:\bfrom |^import |\bimport\()\s*'(\.[^'$]+)'/gm

/** The files that `entries` import, at any depth, as absolute paths. */
export function reachedFrom(folder: string, entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = entries.map((entry) => join(folder, entry))
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (reached.has(file) || !existsSync(file)) continue
    reached.add(file)
    const from = dirname(file)
    const source = file.endsWith('.js') ? readFileSync(file, 'utf8') : ''
    waiting.push(...[...source.matchAll(IMPORT)].map(([, path = '']) => resolve(from, path)))
  }
  return reached
}
