import type { PGlite } from '@electric-sql/pglite'

/**
 * Calls `onBroken` on an error from which the embedded engine does not recover by itself. For example, if it
 * cannot create a file at the limit of open files, it still treats the file as existing and never creates
 * it (`could not create file … File exists`). Only a restart helps.
 */
export function watchEngine(pglite: PGlite, onBroken: (error: Error) => void): void {
  // Every query calls this method.
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

// A file that unexpectedly exists or is missing, and the end of the server process.
const CODES = ['58P01', '58P02']
const SEVERITIES = ['FATAL', 'PANIC']

function isBroken(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  // The engine has crashed (WebAssembly.RuntimeError).
  if (error.name === 'RuntimeError') return true
  const { code, severity } = error as Error & { code?: unknown; severity?: unknown }
  return CODES.includes(String(code)) || SEVERITIES.includes(String(severity))
}
