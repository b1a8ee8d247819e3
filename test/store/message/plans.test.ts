import { sql } from 'kysely'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import type { Db } from '../../../src/store/engine/database.ts'
import { readWaiting } from '../../../src/store/message/waiting.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { addMany, addMessage } from '../../support/ledger-rows.ts'

const MANY = 5_000

it.each(ENGINES)(
  'a query plan from an empty ledger also reads few rows of a full one, on %s',
  async (engine) => {
    await using home = await createTestDatabase(engine)
    const database = await home.open()
    await database.db.connection().execute(async (db) => {
      // After enough executions PostgreSQL keeps the plan.
      for (let time = 0; time < 10; time++) await look(db, v7())
      await addMany(db, MANY, 'sent', new Date())
      const id = await addMessage(db, { status: 'queued' })
      await sql`begin`.execute(db)
      await look(db, id)
      const { rows } = await sql<{ status: string; read: number }>`
      select status, (
        select (seq_tup_read + idx_tup_fetch)::int from pg_stat_xact_user_tables
        where schemaname = 'bellhop' and relname = 'messages'
      ) as read
      from bellhop.messages where id = ${id}`.execute(db)
      await sql`rollback`.execute(db)
      expect(rows[0]?.status).toBe('sending')
      expect(rows[0]?.read).toBeLessThan(50)
    })
    await database.close()
  },
)

async function look(db: Db, id: string): Promise<void> {
  const now = new Date()
  await readWaiting(db, [id], now)
  const written = JSON.stringify([{ id, template: 't', fallback: null, locale: 'en' }])
  await sql`select * from bellhop.begin_attempt('email', 1, ${v7()}, 'resend', ${v7()}, ${[id]}, '{}',
    ${written}, ${now}, ${now}, ${now}, ${now})`.execute(db)
}
