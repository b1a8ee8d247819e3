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
