/** The shares of the files that the process may have open. */
export interface FileShares {
  /** For connections of clients. */
  readonly sockets: number
  /** For the embedded engine; 0 without it. */
  readonly engine: number
}

// For Node itself, the log, connections to PostgreSQL and to the providers, with a reserve.
const OURS = 96
// For the engine, beside the files of its tables.
const OF_ENGINE = 12
// PostgreSQL accepts no fewer, and does not gain from more than the upper bound.
const FEWEST_OF_TABLES = 64
const MOST_OF_TABLES = 128
const FEWEST_SOCKETS = 16
const MOST_SOCKETS = 1_000

/**
 * Divides `limit` so that it is never reached, because the embedded engine breaks at the limit. Null if
 * the limit is too low.
 */
export function shareOpenFiles(limit: number, embedded: boolean): FileShares | null {
  const tables = Math.min(MOST_OF_TABLES, Math.max(FEWEST_OF_TABLES, Math.floor(limit / 4)))
  const engine = embedded ? tables : 0
  const rest = limit - OURS - (embedded ? engine + OF_ENGINE : 0)
  return rest < FEWEST_SOCKETS ? null : { sockets: Math.min(MOST_SOCKETS, rest), engine }
}

/** The lowest limit that is enough. */
export function fewestOpenFiles(embedded: boolean): number {
  return OURS + FEWEST_SOCKETS + (embedded ? FEWEST_OF_TABLES + OF_ENGINE : 0)
}

/** The number of files that the system lets this process open; infinite if it does not say. */
export function openFilesLimit(): number {
  const { report } = process
  // Otherwise the report would look up the names of all peers.
  Object.assign(report, { excludeNetwork: true })
  const { userLimits } = report.getReport() as {
    userLimits?: { open_files?: { soft: number | 'unlimited' } }
  }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}
