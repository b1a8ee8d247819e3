import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { checkpointWhereNeeded } from '../../../src/store/engine/checkpoint.ts'
import { createTestDatabase } from '../../support/engines.ts'

it('keeps the log of the embedded engine short', async () => {
  await using home = await createTestDatabase('pglite')
  const { db, close } = await home.open()
  let early = 0
  const syncWritten = async () => void early++
  await sql`create table filler (text text)`.execute(db)
  const logFiles = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_ls_waldir()`.execute(db)
    return rows[0]?.count ?? 0
  }
  expect(await checkpointWhereNeeded(db, syncWritten)).toBe(false)
  let most = 0
  for (let round = 0; round < 4; round++) {
    // 40 MB
    await sql`insert into filler select repeat('x', 1000) from generate_series(1, 36000)`.execute(
      db,
    )
    expect(await checkpointWhereNeeded(db, syncWritten)).toBe(true)
    expect(await checkpointWhereNeeded(db, syncWritten)).toBe(false)
    most = Math.max(most, await logFiles())
  }
  expect(early).toBe(4)
  expect(most).toBeLessThan(130)
  await close()
})
