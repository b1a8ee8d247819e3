// What RFC 5646 asks everybody to have room for.
const LONGEST = 35

/** A language tag (BCP 47) in its canonical form, null for what is none. Many write `pt_BR`. */
export function languageTag(value: string): string | null {
  if (value.length > LONGEST) return null
  try {
    return Intl.getCanonicalLocales(value.replaceAll('_', '-'))[0] ?? null
  } catch {
    return null
  }
}
