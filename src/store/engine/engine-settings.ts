import { PGlite } from '@electric-sql/pglite'

export interface EngineSettings {
  /** Whether a commit waits until it is on the disk. */
  readonly fsync: boolean
  /** The number of files that the engine may keep open for its tables. */
  readonly mostFiles: number
}

/** Switches all syncs of PostgreSQL off. It is one of PGlite's own parameters. */
const NO_SYNC = '-F'

/** The parameters with which PostgreSQL starts inside PGlite. */
export function startParams({ fsync, mostFiles }: EngineSettings): string[] {
  const settings = {
    // PGlite ignores fdatasync, which is PostgreSQL's choice on Linux.
    wal_sync_method: 'fsync',
    // One process with one connection needs little memory.
    shared_buffers: '16MB',
    wal_buffers: '1MB',
    maintenance_work_mem: '16MB',
    max_connections: '5',
    max_wal_size: '64MB',
    max_files_per_process: String(mostFiles),
  }
  return [
    ...PGlite.defaultStartParams.filter((param) => param !== NO_SYNC),
    ...(fsync ? [] : [NO_SYNC]),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}
