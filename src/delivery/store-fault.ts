/** The event can never be stored, so sending it again does not help. */
export class UnstorableError extends Error {
  override readonly name = 'UnstorableError'
}

/**
 * Whether one of several items may be the cause of a failure, so that the others should be tried without
 * it. If the database is not reachable or full, all of them fail. Any other failure may be caused by one
 * item: data that PostgreSQL refuses, nesting that is too deep, a deadlock with another instance.
 */
export function isItemFault(error: unknown): boolean {
  const code = codeOf(error)
  return code === null ? error instanceof RangeError : !/^(?:08|53|57|58)/.test(code)
}

/**
 * Whether an item that failed alone would fail each time: PostgreSQL refuses its values (class 22) or its
 * size or depth (54), or it cannot be written as JSON (nesting, times beyond the calendar).
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
