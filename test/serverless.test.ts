import { describe, expect, inject, it } from 'vitest'
import { atEachPoint, CRASH_POINTS } from './chaos/crash.ts'
import { runFrozenAtPoints, runServerless } from './serverless/run-serverless.ts'
import { FULL } from './support/full.ts'
import { hasPgBouncer } from './support/pgbouncer.ts'

// Many more: npm run chaos -- serverless --rounds 60
const ROUNDS = FULL ? 10 : 2
const EVENTS_PER_ROUND = 6

const APP = { entry: '../../dist/src/index.js', imports: [], sweepMs: 2_000, clearDoubts: FULL }
const NOTHING_WRONG = {
  lost: [],
  failed: [],
  emailsTwice: [],
  smsTwice: [],
  illegal: [],
  stuck: [],
}

describe.skipIf(!inject('postgres') || !hasPgBouncer())('an app on a serverless host', () => {
  it(`loses nothing and sends nothing twice when its processes are killed and frozen (rounds: ${ROUNDS})`, async () => {
    const result = await runServerless({ ...APP, seed: 1, rounds: ROUNDS })
    expect(result).toMatchObject({ ...NOTHING_WRONG, messages: ROUNDS * EVENTS_PER_ROUND })
    expect(result.killed + result.frozen).toBe(ROUNDS)
  }, 900_000)

  // It waits until an SMS in doubt is looked up.
  it.runIf(FULL)(
    'sends each message once when a process freezes at a named point and goes on later',
    async () => {
      const result = await runFrozenAtPoints(APP)
      const messages = 2 * CRASH_POINTS.length
      expect(result).toMatchObject({ ...NOTHING_WRONG, messages, frozen: messages })
      expect(result.atPoints).toEqual(atEachPoint(2))
      expect([result.unknownSms, result.unknownEmails]).toEqual([0, 0])
    },
    900_000,
  )
})
