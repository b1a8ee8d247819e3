import { memoize } from './memoize.ts'

/** The sentences that there are, in one paragraph. */
export function sentences(
  locale: string,
  parts: readonly (string | false | undefined | 0)[],
): string {
  return parts.filter(Boolean).join(spaceOf(locale))
}

const UNSPACED = new Set(['Jpan', 'Hans', 'Hant'])

// Japanese and Chinese have no space after a full stop.
const spaceOf = memoize((locale) => {
  try {
    return UNSPACED.has(new Intl.Locale(locale).maximize().script ?? '') ? '' : ' '
  } catch {
    // No tag yet: a preview whose language is just being typed.
    return ' '
  }
})
