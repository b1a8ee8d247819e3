import { sql } from 'kysely'
import type { Db } from '../../src/store/engine/database.ts'

/** Stops a provider, so that messages collect. Returns a function that lets it work again. */
export async function holdProvider(db: Db, provider: string): Promise<() => Promise<void>> {
  await sql`update bellhop.transports set stopped_by = 'the test', probe_at = 'infinity'
    where provider = ${provider}`.execute(db)
  return async () => {
    await sql`update bellhop.transports set stopped_by = null, probe_at = null
      where provider = ${provider}`.execute(db)
  }
}
