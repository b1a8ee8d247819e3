import { ENGLISH, faultOf } from './broken-words.ts'
import { LANGUAGES, textAt } from './catalogues.ts'
import { languageFor } from './language.ts'
import type { Vocabulary } from './vocabulary.ts'
import type { Key } from './words.ts'

/** What is wrong with the operator's words of one language. */
export interface WordFault {
  readonly language: string
  readonly level: 'error' | 'warning'
  readonly message: string
}

/** Checks the operator's words. `nearest` finds the most similar of some names. */
export function wordFaults(
  { overlays, languages }: Vocabulary,
  nearest: (name: string, known: readonly string[]) => string,
): WordFault[] {
  const keys = [...ENGLISH.keys()]
  return Object.entries(overlays).flatMap(([language, words]) => {
    const error = (message: string): WordFault => ({
      language,
      level: 'error',
      message,
    })
    const texts = textsIn(words).flatMap(([key, text]) => {
      const english = ENGLISH.get(key as Key)
      if (!english) {
        return [error(`There is no text ${key}. The most similar is ${nearest(key, keys)}.`)]
      }
      const fault = faultOf(text, language, english)
      return fault ? [error(`${key} ${fault}`)] : []
    })
    const isUsed = languages.includes(language)
    return [...texts, ...(isUsed ? missingIn(language, words, keys) : [])]
  })
}

/** Texts that are missing in a language of the operator's. Varieties of our languages lack none: ours are used. */
function missingIn(language: string, words: object, keys: readonly string[]): WordFault[] {
  if (languageFor(language, LANGUAGES)) return []
  const missing = keys.filter((key) => textAt(words, key) === undefined)
  const [first] = missing
  if (!first) return []
  const message = `${missing.length} of ${keys.length} texts are missing and written in English, such as ${first}.`
  return [{ language, level: 'warning', message }]
}

/** All entries that are no objects, with their keys; undefined in the place of what is not text. */
function textsIn(words: object, path = ''): [string, string | undefined][] {
  return Object.entries(words).flatMap(([name, value]): [string, string | undefined][] =>
    typeof value === 'object' && value !== null
      ? textsIn(value, `${path}${name}.`)
      : [[`${path}${name}`, typeof value === 'string' ? value : undefined]],
  )
}
