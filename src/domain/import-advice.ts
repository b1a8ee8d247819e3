// What Node says of JSX, and an earlier Node of TypeScript.
const UNREADABLE = 'ERR_UNKNOWN_FILE_EXTENSION'

/** What to do if a file of the operator could not be imported; empty if nobody knows. */
export function importAdvice(error: unknown): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return code === UNREADABLE ? ' Run npm install --save-dev tsx.' : ''
}
