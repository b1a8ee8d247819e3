const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/

// The order matters: the first two alternatives consume escaped backslashes and whole surrogate pairs,
// so that the last two match only a NUL and half a pair.
const ESCAPES =
  /\\\\|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u0000|\\u[dD][89a-fA-F][\da-fA-F]{2}/g

/**
 * Removes NUL characters from JSON text and replaces halves of surrogate pairs. JSON allows both, but
 * PostgreSQL cannot store them, so one odd name would prevent its event from being stored.
 */
export function withoutUnstorable(json: string): string {
  if (!SUSPICIOUS.test(json)) return json
  return json.replace(ESCAPES, (match) => {
    if (match === '\\u0000') return ''
    return match.length === 6 ? '\\ufffd' : match
  })
}
