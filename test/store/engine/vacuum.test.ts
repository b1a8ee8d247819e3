import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openPgliteInstance } from '../../../src/store/engine/database.ts'
import { vacuumWhereNeeded } from '../../../src/store/engine/vacuum.ts'
import { addMessage } from '../../support/ledger-rows.ts'

it('takes back the room of what was wiped', async () => {
  const { db, close } = await openPgliteInstance(await PGlite.create())
  const filler = 'x'.repeat(9_000)
  for (let count = 0; count < 100; count++) {
    await addMessage(db, { status: 'queued', content: { variables: { filler }, clerk: {} } })
  }
  await db.updateTable('messages').set({ content: null, status: 'sent' }).execute()
  const size = async () => {
    const { rows } = await sql<{ bytes: number }>`
      select pg_total_relation_size('bellhop.messages')::int as bytes`.execute(db)
    return rows[0]?.bytes ?? 0
  }
  const before = await size()
  // PostgreSQL writes its figures down once a second at most.
  let cleaned: string[] = []
  while (!cleaned.includes('bellhop.messages')) cleaned = await vacuumWhereNeeded(db)
  expect(before - (await size())).toBeGreaterThan(100 * 8_000)
  await close()
})
