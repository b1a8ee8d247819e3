import type { Database } from './database.ts'
import { type EngineOptions, openPglite } from './open-pglite.ts'
import { openPostgres } from './open-postgres.ts'

/** The settings of the operator that say where the database is. */
export interface DatabaseSettings {
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  /** Whether what the embedded engine stored survives a power cut. */
  readonly embeddedFsync: boolean
}

/** PostgreSQL if there is a `databaseUrl`, otherwise the embedded engine. */
export function openDatabase(
  { databaseUrl, dataDir, embeddedFsync }: DatabaseSettings,
  options: Omit<EngineOptions, 'fsync'> & { readonly onError: (error: unknown) => void },
): Promise<Database> {
  return databaseUrl
    ? openPostgres(databaseUrl, options)
    : openPglite(dataDir, { ...options, fsync: embeddedFsync })
}
