import type { Database } from './database.ts'
import { type EngineOptions, openPglite } from './open-pglite.ts'
import { openPostgres } from './open-postgres.ts'

/** PostgreSQL if there is a `databaseUrl`, otherwise the embedded engine. */
export function openDatabase(
  where: { readonly databaseUrl: string | undefined; readonly dataDir: string },
  options: EngineOptions & { readonly onError: (error: unknown) => void },
): Promise<Database> {
  return where.databaseUrl
    ? openPostgres(where.databaseUrl, options)
    : openPglite(where.dataDir, options)
}
