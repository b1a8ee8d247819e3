import { match } from '@formatjs/intl-localematcher'
import { LANGUAGES } from './catalogues.ts'
import { memoize } from './memoize.ts'

/** What English is for those whom nothing else fits. */
const LAST_RESORT = 'en'

/**
 * The first of the wished-for languages (BCP 47, most wanted first) that there is a catalogue of,
 * English when there is none. `pt-PT` gets `pt-BR` and `zh-HK` gets `zh-TW`, but nobody gets another
 * language or script than the one wished for, however near it is: `be` does not get `ru`.
 */
export function languageOf(wishes: readonly string[]): string {
  for (const wish of wishes) {
    const language = knownLanguageFor(wish)
    if (language) return language
  }
  return LAST_RESORT
}

/** The catalogue for one language tag; undefined for what is no tag or has no catalogue. */
export function languageFor(
  wish: string,
  languages: readonly string[] = LANGUAGES,
): string | undefined {
  const wanted = readable(wish)
  if (!wanted || wish.startsWith('und')) return undefined
  if (!languages.some((language) => readable(language) === wanted)) return undefined
  // The matcher keeps every tag that it has seen: only what it decides by, of which there is an end.
  const { language, script, region } = new Intl.Locale(wish)
  const tag = [language, script, region].filter(Boolean).join('-')
  const found = match([tag], languages, LAST_RESORT, { algorithm: 'best fit' })
  return readable(found) === wanted ? found : undefined
}

const knownLanguageFor = memoize((wish) => languageFor(wish))

/** Language and script of a tag. */
function readable(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    // Bokmål has two names; all others that a language has are one in a canonical tag.
    return `${language === 'no' ? 'nb' : language}-${script}`
  } catch {
    return undefined
  }
}
