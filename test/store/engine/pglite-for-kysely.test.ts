import { Kysely, PGliteDialect, sql } from 'kysely'
import { expect, it } from 'vitest'
import { pgliteForKysely } from '../../../src/store/engine/pglite-for-kysely.ts'
import { loadPglite } from '../../support/engines.ts'

it('fails a transaction that cannot begin, instead of hanging', async () => {
  const pglite = await loadPglite('barePgliteFiles')
  const db = new Kysely({ dialect: new PGliteDialect({ pglite: pgliteForKysely(pglite) }) })
  await sql`select 1`.execute(db)
  await pglite.close()
  const work = db.transaction().execute((tx) => sql`select 1`.execute(tx))
  await expect(work).rejects.toThrow(/closed/)
})
