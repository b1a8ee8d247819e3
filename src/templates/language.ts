import { match } from '@formatjs/intl-localematcher'
import { languageAndScript, plainTag } from '../domain/language-tag.ts'
import { memoize } from './memoize.ts'
import { currentVocabulary } from './vocabulary.ts'

/** Used if no language matches. */
const LAST_RESORT = 'en'

/**
 * The first of the requested languages (BCP 47, most wanted first) that has a catalogue, or English.
 * `pt-PT` gets `pt-BR` and `zh-HK` gets `zh-TW`. A different language or script never matches, even a
 * related one: `be` does not get `ru`.
 */
export function languageOf(requested: readonly string[]): string {
  const { languages } = currentVocabulary()
  for (const tag of requested) {
    const language = finderIn(languages)(tag)
    if (language) return language
  }
  return languages.includes(LAST_RESORT) ? LAST_RESORT : (languages[0] ?? LAST_RESORT)
}

/** The catalogue for one language tag; undefined if the text is not a tag or has no catalogue. */
export function languageFor(
  tag: string,
  languages: readonly string[] = currentVocabulary().languages,
): string | undefined {
  const wanted = languageAndScript(tag)
  const shortTag = plainTag(tag)
  if (!wanted || !shortTag) return undefined
  if (!languages.some((language) => languageAndScript(language) === wanted)) return undefined
  // The matcher remembers every tag for ever. Without extensions the number of tags is limited.
  const found = match([shortTag], languages, LAST_RESORT, { algorithm: 'best fit' })
  return languageAndScript(found) === wanted ? found : undefined
}

type Finder = (tag: string) => string | undefined
const finders = new WeakMap<readonly string[], Finder>()

function finderIn(languages: readonly string[]): Finder {
  const find = finders.get(languages) ?? memoize((tag) => languageFor(tag, languages))
  finders.set(languages, find)
  return find
}
