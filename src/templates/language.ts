import { match } from '@formatjs/intl-localematcher'
import { LANGUAGES } from './catalogues.ts'
import { memoize } from './memoize.ts'

/** Used if no catalogue matches. */
const LAST_RESORT = 'en'

/**
 * The first of the requested languages (BCP 47, most wanted first) that has a catalogue, or English.
 * `pt-PT` gets `pt-BR` and `zh-HK` gets `zh-TW`. A different language or script never matches, even a
 * related one: `be` does not get `ru`.
 */
export function languageOf(requested: readonly string[]): string {
  for (const tag of requested) {
    const language = knownLanguageFor(tag)
    if (language) return language
  }
  return LAST_RESORT
}

/** The catalogue for one language tag; undefined if the text is not a tag or has no catalogue. */
export function languageFor(
  tag: string,
  languages: readonly string[] = LANGUAGES,
): string | undefined {
  const wanted = languageAndScript(tag)
  if (!wanted || tag.startsWith('und')) return undefined
  if (!languages.some((language) => languageAndScript(language) === wanted)) return undefined
  // The matcher remembers every tag for ever. Without extensions the number of tags is limited.
  const { language, script, region } = new Intl.Locale(tag)
  const shortTag = [language, script, region].filter(Boolean).join('-')
  const found = match([shortTag], languages, LAST_RESORT, { algorithm: 'best fit' })
  return languageAndScript(found) === wanted ? found : undefined
}

const knownLanguageFor = memoize((tag) => languageFor(tag))

/** Language and script of a tag. */
function languageAndScript(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    // `no` and `nb` both mean Bokmål. All other aliases are resolved in a canonical tag.
    return `${language === 'no' ? 'nb' : language}-${script}`
  } catch {
    return undefined
  }
}
