import { match } from '@formatjs/intl-localematcher'
import { LANGUAGES } from './catalogues.ts'

/** What English is for those whom nothing else fits. */
const LAST_RESORT = 'en'

/**
 * The first of the wished-for languages (BCP 47, most wanted first) that there is a catalogue of,
 * English when there is none. `pt-PT` gets `pt-BR` and `zh-HK` gets `zh-TW`, but nobody gets another
 * language or script than the one wished for, however near it is: `be` does not get `ru`.
 */
export function languageOf(wishes: readonly string[]): string {
  for (const wish of wishes) {
    const language = languageFor(wish)
    if (language) return language
  }
  return LAST_RESORT
}

/** The catalogue for one language tag; undefined for what is no tag or has no catalogue. */
export function languageFor(wish: string): string | undefined {
  const wanted = readable(wish)
  if (!wanted || wish.startsWith('und')) return undefined
  const found = match([wish], LANGUAGES, LAST_RESORT, { algorithm: 'best fit' })
  return readable(found) === wanted ? found : undefined
}

/** Language and script of a tag. */
function readable(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    return `${language}-${script}`
  } catch {
    return undefined
  }
}
