/** The share of each part in the files that the process may have open. */
export interface FileShares {
  /** For incoming connections. */
  readonly sockets: number
  /** For the embedded engine; 0 without it. */
  readonly engine: number
}

// For Node itself, the log, connections to PostgreSQL and to the providers, and a reserve.
const OTHERS = 96
// The engine's files that are no tables.
const ENGINE_OTHERS = 12
// PostgreSQL refuses to run with fewer, and does not get faster with more.
const FEWEST_TABLES = 64
const MOST_TABLES = 128
const FEWEST_SOCKETS = 16
const MOST_SOCKETS = 1_000

/**
 * Divides `limit` so that it is never reached: the embedded engine would break, and little else would
 * work. Null when the limit is too low.
 */
export function shareOpenFiles(limit: number, embedded: boolean): FileShares | null {
  const tables = Math.min(MOST_TABLES, Math.max(FEWEST_TABLES, Math.floor(limit / 4)))
  const engine = embedded ? tables : 0
  const rest = limit - OTHERS - (embedded ? engine + ENGINE_OTHERS : 0)
  return rest < FEWEST_SOCKETS ? null : { sockets: Math.min(MOST_SOCKETS, rest), engine }
}

/** The lowest limit that is enough. */
export function fewestOpenFiles(embedded: boolean): number {
  return OTHERS + FEWEST_SOCKETS + (embedded ? FEWEST_TABLES + ENGINE_OTHERS : 0)
}

/** The number of files that this process may have open; infinite when the system names none. */
export function openFilesLimit(): number {
  const { report } = process
  // The report would otherwise look up the host names of all connections.
  Object.assign(report, { excludeNetwork: true })
  const { userLimits } = report.getReport() as {
    userLimits?: { open_files?: { soft: number | 'unlimited' } }
  }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}
