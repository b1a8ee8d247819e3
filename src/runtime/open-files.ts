/** How the files that the process may have open are shared out. */
export interface FileShares {
  /** For connections to us. */
  readonly sockets: number
  /** For the embedded engine; without it, none. */
  readonly engine: number
}

// Node itself, the log, connections to PostgreSQL and to the providers, and some to spare.
const OURS = 96
// Beside those that the engine keeps open for its tables.
const OF_ENGINE = 12
// PostgreSQL takes no fewer; more than the upper bound bring it nothing.
const FEWEST_OF_TABLES = 64
const MOST_OF_TABLES = 128
const FEWEST_SOCKETS = 16
const MOST_SOCKETS = 1_000

/**
 * Shares `limit` out so that it is never reached: there the embedded engine breaks, and nothing else
 * works well. Null where it is too low.
 */
export function shareOpenFiles(limit: number, embedded: boolean): FileShares | null {
  const tables = Math.min(MOST_OF_TABLES, Math.max(FEWEST_OF_TABLES, Math.floor(limit / 4)))
  const engine = embedded ? tables : 0
  const rest = limit - OURS - (embedded ? engine + OF_ENGINE : 0)
  return rest < FEWEST_SOCKETS ? null : { sockets: Math.min(MOST_SOCKETS, rest), engine }
}

/** The lowest limit that can be shared out. */
export function fewestOpenFiles(embedded: boolean): number {
  return OURS + FEWEST_SOCKETS + (embedded ? FEWEST_OF_TABLES + OF_ENGINE : 0)
}

/** How many files the system lets this process have open; infinite where it does not say. */
export function openFilesLimit(): number {
  const { report } = process
  // It would look up the names of all peers.
  Object.assign(report, { excludeNetwork: true })
  const { userLimits } = report.getReport() as {
    userLimits?: { open_files?: { soft: number | 'unlimited' } }
  }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}
