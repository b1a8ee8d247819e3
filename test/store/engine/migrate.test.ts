import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, inject, it } from 'vitest'
import { createTestDatabase } from '../../support/engines.ts'

it.skipIf(!inject('postgres'))(
  'a migrated database works for a user without the right to create anything',
  async () => {
    await using home = await createTestDatabase('postgres')
    const user = `bellhop_test_${randomUUID().replaceAll('-', '')}`
    const { db, close } = await home.open()
    const run = (statement: string) => sql.raw(statement).execute(db)
    await run(`create role "${user}" login password '${user}'`)
    try {
      await run(`grant usage on schema bellhop to "${user}"`)
      await run(`grant all on all tables in schema bellhop to "${user}"`)
      const database = await home.open({ user })
      await expect(database.ping(10_000)).resolves.toBeUndefined()
      await database.close()
    } finally {
      await run(`drop owned by "${user}"`)
      await run(`drop role "${user}"`)
      await close()
    }
  },
)
