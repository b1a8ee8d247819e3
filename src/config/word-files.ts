import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { languageTag } from '../domain/language-tag.ts'

export type WordFiles =
  /** The texts by language tag. */
  | { readonly kind: 'read'; readonly words: Readonly<Record<string, object>> }
  | { readonly kind: 'fault'; readonly problem: string }

/** Reads the texts of a folder with `<language>.json`. */
export function readWordFiles(folder: string, root: string): WordFiles {
  const path = resolve(root, folder)
  const words: Record<string, object> = {}
  let files: readonly string[]
  try {
    files = readdirSync(path).filter((file) => file.endsWith('.json'))
  } catch {
    return {
      kind: 'fault',
      problem: `words names the folder ${folder}, which cannot be read. Create it, or remove words`,
    }
  }
  for (const file of files) {
    const tag = languageTag(file.replace(/\.json$/, ''))
    if (!tag) {
      return {
        kind: 'fault',
        problem: `words has the file ${file}: its name is not a language tag such as en.json or pt-PT.json`,
      }
    }
    const content = readObject(resolve(path, file))
    if (!content)
      return {
        kind: 'fault',
        problem: `words has the file ${file}, which is not an object in JSON`,
      }
    words[tag] = content
  }
  return { kind: 'read', words }
}

function readObject(file: string): object | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
