import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { languageAndScript, languageTag, plainTag } from '../domain/language-tag.ts'

export interface WordFiles {
  /** The texts by language tag. */
  readonly words: Readonly<Record<string, object>>
  readonly problems: readonly string[]
}

/** Reads the texts of a folder with `<language>.json`. */
export function readWordFiles(folder: string, root: string): WordFiles {
  const path = resolve(root, folder)
  const files = jsonFilesIn(path)
  if (!files) {
    return {
      words: {},
      problems: [
        `words names the folder ${folder}, which cannot be read. Create it, or remove words`,
      ],
    }
  }
  const words: Record<string, object> = {}
  const problems: string[] = []
  for (const file of files) {
    const tag = languageTag(file.replace(/\.json$/, ''))
    const content = readObject(resolve(path, file))
    if (!tag || !languageAndScript(tag)) {
      problems.push(
        `words has the file ${file}: its name is not a language tag such as en.json or pt-PT.json`,
      )
    } else if (plainTag(tag) !== tag) {
      problems.push(
        `words has the file ${file}, which nobody would get: a reader has a language, a script and a region. Rename it to ${plainTag(tag)}.json`,
      )
    } else if (Object.hasOwn(words, tag)) {
      problems.push(`words has two files for ${tag}. Put both into ${tag}.json`)
    } else if (content) words[tag] = content
    else problems.push(`words has the file ${file}, which is not an object in JSON`)
  }
  return { words, problems }
}

/** The names of the files, in an order that does not change; null if the folder cannot be read. */
function jsonFilesIn(path: string): readonly string[] | null {
  try {
    return readdirSync(path)
      .filter((file) => file.endsWith('.json'))
      .toSorted()
  } catch {
    return null
  }
}

function readObject(file: string): object | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
