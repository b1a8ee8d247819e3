const RTL_TEXT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

// Codes and links have no marks around them, because those would be copied or opened as a part of them.
const BARE = new Set(['code', 'link', 'contact'])

/**
 * The values of a text with U+2068 and U+2069 around each that is in the other direction. Without them, a name
 * in it moves the punctuation next to it.
 */
export function isolated(
  values: Readonly<Record<string, string | number>>,
  rtl: boolean,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const isBare = typeof value !== 'string' || BARE.has(name)
      return [name, isBare ? value : isolatedText(value, rtl)]
    }),
  )
}

/** One value of a text, with the marks if it needs them. */
export function isolatedText(value: string, rtl = false): string {
  return rtl || RTL_TEXT.test(value) ? `\u2068${value}\u2069` : value
}
