import { sql } from 'kysely'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import type { Db } from '../../../src/store/engine/database.ts'
import { beginAttempt, lockAttempts } from '../../../src/store/message/begin.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const WAIT_MS = 300

/** Whether another connection waits for a lock in this database. */
async function isAwaited(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(db)
  return rows.length > 0
}

// PGlite has one connection, so that nothing waits there.
it.skipIf(!ENGINES.includes('postgres'))(
  'a lease does not include the time that was spent waiting for the lock',
  async () => {
    await using home = await createTestDatabase('postgres')
    const { db, close } = await home.open()
    const id = await addMessage(db, { status: 'queued' })
    const now = new Date()
    const leaseUntil = new Date(now.getTime() + 5_000)
    const { promise: locked, resolve: locking } = Promise.withResolvers<void>()
    const other = db.transaction().execute(async (tx) => {
      await lockAttempts(tx, 'email')
      locking()
      await expect.poll(() => isAwaited(tx)).toBe(true)
      await sql`select pg_sleep(${WAIT_MS / 1000})`.execute(tx)
    })
    await locked
    const asked = performance.now()
    const result = await beginAttempt(db, 'email', {
      attempt: {
        id: v7(),
        provider: 'resend',
        idempotencyKey: 'key',
        messageIds: [id],
        body: '{}',
        takeovers: 0,
        startedAt: now,
      },
      written: [
        { id, template: 'verification_code', fallback: null, locale: 'en', localeSource: null },
      ],
      limits: [],
      dailySegments: null,
      leaseUntil: () => leaseUntil,
      heldUntil: now,
    })
    const took = performance.now() - asked
    await other
    expect(result).toEqual({ kind: 'begun' })
    const row = await db
      .selectFrom('messages')
      .select(['status', 'leaseUntil', 'locale'])
      .where('id', '=', id)
      .executeTakeFirst()
    expect(row).toMatchObject({ status: 'sending', locale: 'en' })
    // The wait began before the sleep, and was over before the answer came.
    const longer = Number(row?.leaseUntil) - leaseUntil.getTime()
    expect(longer).toBeGreaterThanOrEqual(WAIT_MS)
    expect(longer).toBeLessThanOrEqual(Math.ceil(took))
    await close()
  },
)
