import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { vacuumWhereNeeded } from '../../../src/store/engine/vacuum.ts'
import { createTestDatabase } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

it('frees the space of content that was deleted', async () => {
  await using home = await createTestDatabase('pglite')
  const { db, close } = await home.open()
  const filler = 'x'.repeat(9_000)
  for (let count = 0; count < 100; count++) {
    await addMessage(db, { status: 'failed', content: { variables: { filler }, clerk: {} } })
  }
  await db.updateTable('messages').set({ content: null }).execute()
  const size = async () => {
    const { rows } = await sql<{ bytes: number }>`
      select pg_total_relation_size('bellhop.messages')::int as bytes`.execute(db)
    return rows[0]?.bytes ?? 0
  }
  const before = await size()
  // PostgreSQL updates its statistics at most once a second.
  await expect.poll(() => vacuumWhereNeeded(db)).toContain('bellhop.messages')
  expect(before - (await size())).toBeGreaterThan(100 * 8_000)
  await close()
})
