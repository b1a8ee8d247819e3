// The length that RFC 5646 requires every program to support.
const LONGEST = 35

/** A language tag (BCP 47) in its canonical form; null if it is not one. Many programs write `pt_BR`. */
export function languageTag(value: string): string | null {
  if (value.length > LONGEST) return null
  try {
    return Intl.getCanonicalLocales(value.replaceAll('_', '-'))[0] ?? null
  } catch {
    return null
  }
}

/** The parts of a tag that choose words: language, script and region; undefined if the text is not a tag. */
export function plainTag(tag: string): string | undefined {
  try {
    const { language, script, region } = new Intl.Locale(tag)
    return [language, script, region].filter(Boolean).join('-')
  } catch {
    return undefined
  }
}

/** Language and script of a tag, such as `pt-Latn`; undefined if the text names no language. */
export function languageAndScript(tag: string): string | undefined {
  if (tag.startsWith('und')) return undefined
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    // `no` and `nb` both mean Bokmål. All other aliases are resolved in a canonical tag.
    return `${language === 'no' ? 'nb' : language}-${script}`
  } catch {
    return undefined
  }
}

/**
 * Whether words for `base` are also for `tag`: the same language in the same script, and not for another
 * region. `pt` is the base of `pt-BR` and `pt-PT`, `zh-Hant` of `zh-TW`, and each tag of itself.
 */
export function isBaseOf(base: string, tag: string): boolean {
  const language = languageAndScript(base)
  if (!language || language !== languageAndScript(tag)) return false
  const { region } = new Intl.Locale(base)
  return !region || region === new Intl.Locale(tag).region
}
