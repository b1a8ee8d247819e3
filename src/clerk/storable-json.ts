const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/

// In this order: an escaped backslash and a whole surrogate pair are consumed as they are, so that
// what is left to match is a NUL or half a pair.
const ESCAPES =
  /\\\\|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u0000|\\u[dD][89a-fA-F][\da-fA-F]{2}/g

/**
 * JSON text without what JSON allows and PostgreSQL's jsonb refuses: NUL characters (dropped) and
 * halves of surrogate pairs (replaced). Without it one odd name would keep its event from being stored.
 */
export function withoutUnstorable(json: string): string {
  if (!SUSPICIOUS.test(json)) return json
  return json.replace(ESCAPES, (match) => {
    if (match === '\\u0000') return ''
    return match.length === 6 ? '\\ufffd' : match
  })
}
