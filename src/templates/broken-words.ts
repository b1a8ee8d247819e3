import { createTranslator } from 'use-intl/core'
import { CATALOGUES, type Catalogue } from './catalogues.ts'
import type { Key } from './words.ts'

/** The first broken text of the catalogues and what is wrong with it; null if none is broken. */
export function brokenWords(
  catalogues: Readonly<Record<string, unknown>> = CATALOGUES,
): string | null {
  for (const [locale, words] of Object.entries(catalogues)) {
    const why = firstFault(locale, words as Catalogue)
    if (why) return `src/templates/locales/${locale}.json: ${why}`
  }
  return null
}

function firstFault(locale: string, words: Catalogue): string | null {
  let fault: string | null = null
  const translate = createTranslator<Catalogue>({
    locale,
    messages: words,
    timeZone: 'UTC',
    onError({ code }) {
      // A FORMATTING_ERROR is expected, because no arguments are passed here.
      if (code !== 'FORMATTING_ERROR') fault ??= FAULTS[code] ?? 'is not text.'
    },
  })
  for (const [key, english] of ENGLISH) {
    translate(key, {})
    if (!fault) {
      const other = [...argumentsOf(translate.raw(key))].find((name) => !english.has(name))
      if (other) fault = `contains {${other}}, which the English text does not contain.`
    }
    if (fault) return `${key} ${fault}`
  }
  return null
}

const FAULTS: Readonly<Record<string, string>> = {
  MISSING_MESSAGE: 'is missing.',
  INVALID_MESSAGE:
    'is not a valid ICU message. For example, a brace is not closed or a plural has no "other".',
}

/** The names of the arguments of each English text. */
const ENGLISH: ReadonlyMap<Key, ReadonlySet<string>> = new Map(
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
