import { CATALOGUES, textAt } from './catalogues.ts'
import { type Key, parseMessage } from './words.ts'

/** The first broken text of the catalogues and what is wrong with it; null if none is broken. */
export function brokenWords(
  catalogues: Readonly<Record<string, unknown>> = CATALOGUES,
): string | null {
  for (const [locale, words] of Object.entries(catalogues)) {
    const why = firstFault(locale, words as object)
    if (why) return `src/templates/locales/${locale}.json: ${why}`
  }
  return null
}

function firstFault(locale: string, words: object): string | null {
  for (const [key, english] of ENGLISH) {
    const fault = faultOf(textAt(words, key), locale, english)
    if (fault) return `${key} ${fault}`
  }
  return null
}

/** What is wrong with a text, given the arguments of the English one; null if nothing is. */
export function faultOf(
  text: string | undefined,
  locale: string,
  english: ReadonlySet<string>,
): string | null {
  if (text === undefined) return 'is missing or is not text.'
  try {
    parseMessage(text, locale)
  } catch {
    return 'is not a valid ICU message. For example, a brace is not closed or a plural has no "other".'
  }
  const other = [...argumentsOf(text)].find((name) => !english.has(name))
  return other ? `contains {${other}}, which the English text does not contain.` : null
}

/** The names of the arguments of each English text. */
export const ENGLISH: ReadonlyMap<Key, ReadonlySet<string>> = new Map(
  textsOf(CATALOGUES.en ?? {}).map(([key, text]) => [key as Key, argumentsOf(text)]),
)

/** All texts of a catalogue, with their keys. */
export function textsOf(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object'
      ? textsOf(value, `${path}${name}.`)
      : [[`${path}${name}`, String(value)]],
  )
}

/** The names of the values that a text takes. */
export function argumentsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name = '']) => name))
}
