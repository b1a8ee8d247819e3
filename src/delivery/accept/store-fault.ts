/** What was to be stored can never be: to bring it again is of no use. */
export class UnstorableError extends Error {
  override readonly name = 'UnstorableError'
}

/**
 * Whether one of several items may be to blame for a failure, so that the others should be tried
 * without it. A database that is away or full fails all of them alike. Any other failure may be one
 * item's: data that PostgreSQL will not take, nesting that cannot be written, a deadlock with another
 * instance.
 */
export function isItemFault(error: unknown): boolean {
  const code = codeOf(error)
  return code === null ? error instanceof RangeError : !/^(?:08|53|57|58)/.test(code)
}

/**
 * Whether an item that failed by itself would fail each time: PostgreSQL refuses what is in it (class 22)
 * or how large or deep it is (54), or we cannot even write it (nesting, times beyond the calendar).
 */
export function isUnstorable(error: unknown): boolean {
  const code = codeOf(error)
  return code === null ? error instanceof RangeError : /^(?:22|54)/.test(code)
}

/** The SQLSTATE of an error of the database; null for any other. */
function codeOf(error: unknown): string | null {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return /^[0-9A-Z]{5}$/.test(code) ? code : null
}
