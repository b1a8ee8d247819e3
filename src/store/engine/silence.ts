// PostgreSQL's classes for connections, resources, shutdowns and the system, and a database that is gone.
const STATES = /^(?:08|53|57|58)...$|^3D000$/
const SYSTEM = /^E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)$/
const TEXTS =
  /timeout|connection terminated|connection error|not queryable|is closed|been destroyed|did not answer/i

/** Whether an error says that the database does not answer, and not that a statement is wrong. */
export function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return STATES.test(code) || SYSTEM.test(code) || (code === '' && TEXTS.test(error.message))
}
