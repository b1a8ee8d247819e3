import { OPTIONAL, optional } from '../../domain/optional-package.ts'
import type { Database } from './database.ts'
import type { EngineOptions } from './open-pglite.ts'

/** The settings of the operator that say where the database is. */
export interface DatabaseSettings {
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  /** Whether what the embedded engine stored survives a power cut. */
  readonly embeddedFsync: boolean
}

/** PostgreSQL if there is a `databaseUrl`, otherwise the embedded engine. Loads only what it opens. */
export async function openDatabase(
  { databaseUrl, dataDir, embeddedFsync }: DatabaseSettings,
  options: Omit<EngineOptions, 'fsync'> & { readonly onError: (error: unknown) => void },
): Promise<Database> {
  if (databaseUrl) {
    const { openPostgres } = await import('./open-postgres.ts')
    return openPostgres(databaseUrl, options)
  }
  const { openPglite } = await optional(OPTIONAL.pglite, import('./open-pglite.ts'))
  return openPglite(dataDir, { ...options, fsync: embeddedFsync })
}
