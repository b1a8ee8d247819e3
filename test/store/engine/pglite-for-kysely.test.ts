import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { expect, it } from 'vitest'
import { pgliteForKysely } from '../../../src/store/engine/pglite-for-kysely.ts'

it('fails a transaction that cannot begin, instead of hanging', async () => {
  const pglite = await PGlite.create()
  const db = new Kysely({ dialect: new PGliteDialect({ pglite: pgliteForKysely(pglite) }) })
  await sql`select 1`.execute(db)
  await pglite.close()
  const work = db.transaction().execute((tx) => sql`select 1`.execute(tx))
  await expect(work).rejects.toThrow(/closed/)
})
