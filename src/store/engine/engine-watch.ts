import type { PGlite } from '@electric-sql/pglite'

/**
 * Tells of an error after which the embedded engine does not recover by itself. At the limit of open
 * files, for one, it remembers a file that it could not make as one that is there, and never makes it
 * (`could not create file … File exists`). A new start mends it.
 */
export function watchEngine(pglite: PGlite, onBroken: (error: Error) => void): void {
  // All queries go through it.
  const execProtocolStream = pglite.execProtocolStream.bind(pglite)
  pglite.execProtocolStream = async (...request) => {
    try {
      return await execProtocolStream(...request)
    } catch (error) {
      if (isBroken(error)) onBroken(error)
      throw error
    }
  }
}

// Files that are there or gone against all expectation, and the end of the server process.
const CODES = ['58P01', '58P02']
const SEVERITIES = ['FATAL', 'PANIC']

function isBroken(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  // The program itself has given up (WebAssembly.RuntimeError).
  if (error.name === 'RuntimeError') return true
  const { code, severity } = error as Error & { code?: unknown; severity?: unknown }
  return CODES.includes(String(code)) || SEVERITIES.includes(String(severity))
}
