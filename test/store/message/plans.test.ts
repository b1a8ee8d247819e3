import { sql } from 'kysely'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../src/domain/sending-limits.ts'
import type { Db } from '../../../src/store/engine/database.ts'
import { storeAcceptances } from '../../../src/store/message/accept.ts'
import { beginAttempt } from '../../../src/store/message/begin.ts'
import { settleAttempts } from '../../../src/store/message/settle.ts'
import { readWaiting } from '../../../src/store/message/waiting.ts'
import { accepted } from '../../support/acceptance.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { addMany } from '../../support/ledger-rows.ts'
import { rowsRead } from '../../support/rows-read.ts'

const MANY = 5_000
const NOW = new Date()
const STEPS = ['store', 'read', 'begin', 'settle'] as const

describe.each(ENGINES)('query plans from an empty ledger, on %s', (engine) => {
  it.each([
    { messages: 1, statistics: 'with' },
    // A request for a hundred codes.
    { messages: 100, statistics: 'with' },
    // The embedded engine collects none by itself.
    { messages: 1, statistics: 'without' },
    { messages: 100, statistics: 'without' },
  ])(
    'also read few rows of a full one, for $messages messages, $statistics statistics',
    async ({ messages, statistics }) => {
      await using home = await createTestDatabase(engine)
      const database = await home.open()
      await database.db.connection().execute(async (db) => {
        // After enough executions PostgreSQL keeps the plan.
        for (let time = 0; time < 10; time++) await deliver(db, 1)
        await addMany(db, MANY, 'sent', NOW)
        await addMany(db, MANY, 'queued', NOW, 'other-')
        if (statistics === 'with') await sql`analyze`.execute(db)
        const read = await deliver(db, messages)
        for (const step of STEPS) {
          // This one is planned each time, and a hundredth of a small table is best read by a scan.
          if (step === 'read' && messages > 1) continue
          expect(read[step], step).toBeLessThan(20 + 20 * messages)
        }
      })
      await database.close()
    },
  )
})

/** Takes new messages from the webhook to the answer. Returns the rows that each step read. */
async function deliver(db: Db, count: number): Promise<Record<(typeof STEPS)[number], number>> {
  const acceptances = Array.from({ length: count }, () => accepted(NOW))
  const ids = acceptances.map(({ message }) => message?.id ?? '')
  const attempt = {
    id: v7(),
    provider: 'resend',
    idempotencyKey: v7(),
    messageIds: ids,
    body: '{}',
    takeovers: 0,
    startedAt: NOW,
  }
  const store = await rowsRead(db, async () => {
    const stored = await storeAcceptances(db, acceptances)
    expect(new Set(stored.map(({ kind }) => kind))).toEqual(new Set(['new']))
  })
  const read = await rowsRead(db, async () => {
    expect(await readWaiting(db, ids, NOW)).toHaveLength(count)
  })
  const begin = await rowsRead(db, async () => {
    const written = { template: 't', fallback: null, locale: 'en', localeSource: null }
    const result = await beginAttempt(db, 'email', {
      attempt,
      written: ids.map((id) => ({ id, ...written })),
      limits: ids.map((messageId) => ({
        ...DEFAULT_LIMITS,
        messageId,
        recipientLimits: DEFAULT_LIMITS.codes,
        segments: 0,
      })),
      dailySegments: null,
      leaseUntil: () => NOW,
      heldUntil: NOW,
    })
    expect(result.kind).toBe('begun')
  })
  const settle = await rowsRead(db, async () => {
    const sent = { status: 'sent', reason: null, providerMessageId: null, dueAt: null } as const
    const [moved] = await settleAttempts(db, [
      {
        attemptId: attempt.id,
        takeovers: 0,
        now: NOW,
        outcomes: ids.map(() => ({ kind: 'accepted' })),
        settlements: ids.map((id) => ({ id, ...sent })),
      },
    ])
    expect(moved).toHaveLength(count)
  })
  return { store, read, begin, settle }
}
