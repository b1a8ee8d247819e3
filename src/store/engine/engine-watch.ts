import type { PGlite } from '@electric-sql/pglite'

export interface EngineWatch {
  /** The error after which the engine must not be used any more; null while it works. */
  broken(): Error | null
  /** Something else has found such an error. */
  breakOn(error: Error): void
}

/**
 * Calls `onBroken` once, on an error from which the embedded engine does not recover by itself. For example, if it
 * cannot create a file at the limit of open files, it still treats the file as existing and never creates
 * it (`could not create file … File exists`). Only a restart helps.
 */
export function watchEngine(pglite: PGlite, onBroken: (error: Error) => void): EngineWatch {
  let broken: Error | null = null

  function breakOn(error: Error): void {
    if (broken) return
    broken = error
    onBroken(error)
  }

  // Every query calls this method.
  const execProtocolStream = pglite.execProtocolStream.bind(pglite)
  pglite.execProtocolStream = async (...request) => {
    if (broken) throw broken
    try {
      return await execProtocolStream(...request)
    } catch (error) {
      if (isBroken(error)) breakOn(error)
      throw error
    }
  }
  // After an error PGlite calls this one. An engine that has ended never returns from it, and would keep the
  // processor for ever.
  const execProtocolRawSync = pglite.execProtocolRawSync.bind(pglite)
  pglite.execProtocolRawSync = (...request) => {
    if (broken) throw broken
    return execProtocolRawSync(...request)
  }
  return { broken: () => broken, breakOn }
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
