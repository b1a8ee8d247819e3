import { LANGUAGES } from '../domain/languages.ts'
import { argumentsOf, ENGLISH, faultOf } from './broken-words.ts'
import { textAt } from './catalogues.ts'
import { languageFor } from './language.ts'
import type { Vocabulary } from './vocabulary.ts'
import { withBases, wordSources } from './word-sources.ts'
import type { Key } from './words.ts'

/** What is wrong with the operator's words of one language. */
export interface WordFault {
  readonly language: string
  readonly level: 'error' | 'warning'
  readonly message: string
}

/** Checks the operator's words. `nearest` finds the most similar of some names. */
export function wordFaults(
  vocabulary: Vocabulary,
  nearest: (name: string, known: readonly string[]) => string,
): WordFault[] {
  const { overlays, languages } = vocabulary
  const keys = [...ENGLISH.keys()]
  const used = new Set(
    languages.flatMap((language) => wordSources(vocabulary, language).map(({ tag }) => tag)),
  )
  return Object.entries(overlays).flatMap(([language, words]) => {
    const fault = (level: WordFault['level'], message: string) => ({ language, level, message })
    const texts = textsIn(words).flatMap(([key, text]) => {
      const english = ENGLISH.get(key as Key)
      const problem = english
        ? textFault(key, text, language, english)
        : `There is no text ${key}. The most similar is ${nearest(key, keys)}.`
      return problem ? [fault('error', problem)] : []
    })
    if (!used.has(language)) {
      return [
        ...texts,
        fault('warning', `Nobody gets these words: locales does not name ${language}.`),
      ]
    }
    const missing = languages.includes(language) ? missingIn(vocabulary, language, keys) : undefined
    return missing ? [...texts, fault('warning', missing)] : texts
  })
}

function textFault(
  key: string,
  text: string | undefined,
  language: string,
  english: ReadonlySet<string>,
): string | null {
  const fault = faultOf(text, language, english)
  if (fault) return `${key} ${fault}`
  const lost = key.startsWith('sms.') ? NEEDED.find((name) => english.has(name)) : undefined
  if (!lost || argumentsOf(text ?? '').has(lost)) return null
  return `${key} lacks {${lost}}, which the reader needs.`
}

// An SMS has no other place for them. A subject may do without the code.
const NEEDED = ['code', 'link']

/** Texts that are missing in a language of the operator's. Varieties lack none: the words of their base are used. */
function missingIn(
  { overlays }: Vocabulary,
  language: string,
  keys: readonly string[],
): string | undefined {
  const isVariety = withBases(overlays, language).length > 1
  if (isVariety || languageFor(language, LANGUAGES)) return undefined
  const missing = keys.filter((key) => textAt(overlays[language], key) === undefined)
  const [first] = missing
  if (!first) return undefined
  return `${missing.length} of ${keys.length} texts are missing and written in English, such as ${first}.`
}

/** All entries that are no objects, with their keys; undefined in the place of what is not text. */
function textsIn(words: object, path = ''): [string, string | undefined][] {
  return Object.entries(words).flatMap(([name, value]): [string, string | undefined][] =>
    typeof value === 'object' && value !== null
      ? textsIn(value, `${path}${name}.`)
      : [[`${path}${name}`, typeof value === 'string' ? value : undefined]],
  )
}
