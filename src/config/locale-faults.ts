import { languageAndScript } from '../domain/language-tag.ts'
import { LANGUAGES } from '../domain/languages.ts'
import { typos } from './nearest-name.ts'

/** A sentence for each language of `locales` that there are no words in. `own` are the tags of the operator's words. */
export function localeFaults(locales: readonly string[], own: readonly string[]): string[] {
  const known = [...new Set([...LANGUAGES, ...own])]
  const languages = new Set(known.map(languageAndScript))
  return locales
    .filter((tag) => !languages.has(languageAndScript(tag)))
    .map((tag) => {
      const meant = tagsMeantBy(tag, known)
      const advice =
        meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : `There are ${known.join(', ')}.`
      return `locales names ${tag}, which there are no words in. ${advice} For another language, add ${tag}.json to words`
    })
}

/** The known tags that somebody may have meant by the English name of a language, or by a country. */
function tagsMeantBy(tag: string, known: readonly string[]): string[] {
  const named = known.filter((other) => typos(tag, nameOf(other)) < 2)
  if (named.length > 0) return named
  const spoken = spokenIn(tag)
  return spoken ? known.filter((other) => languageAndScript(other) === spoken) : []
}

const NAMES = new Intl.DisplayNames('en', { type: 'language' })

/** `Chinese` for `zh-TW`. */
function nameOf(tag: string): string {
  const { language } = new Intl.Locale(tag)
  return NAMES.of(language) ?? language
}

/** The language of a country, such as that of `jp`; undefined for what is a language itself, or no country. */
function spokenIn(country: string): string | undefined {
  if (country.length !== 2 || nameOf(country) !== country) return undefined
  const { language, script } = new Intl.Locale(`und-${country}`).maximize()
  // English is also what every unknown country gets.
  return language === 'en' ? undefined : `${language}-${script}`
}
