import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Alerts, createAlerts } from '../../../src/observe/alerts/check.ts'
import type { Notice } from '../../../src/observe/alerts/notice.ts'
import { lookUpNumber } from '../../../src/runtime/phone-number.ts'
import type { Database } from '../../../src/store/engine/database.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const MOST = 20

describe.each(ENGINES)('alerts about SMS on %s', (engine) => {
  let home: TestDatabase
  let database: Database
  let at: Date
  let alerts: Alerts
  let posted: Pick<Notice, 'type' | 'data'>[]

  beforeEach(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
    at = new Date('2026-03-01T10:00:00Z')
    posted = []
    alerts = instance()
  })
  afterEach(async () => {
    await database.close()
    await home[Symbol.asyncDispose]()
  })

  const later = (ms: number) => {
    at = new Date(at.getTime() + ms)
  }

  function instance(): Alerts {
    return createAlerts({
      db: database.db,
      providers: [],
      dailySegments: 100,
      lookUpNumber,
      listeners: [
        {
          key: 'one',
          name: 'one',
          tellsEnds: false,
          async post({ type, data }) {
            posted.push({ type, data })
            return { kind: 'accepted' }
          },
        },
      ],
      now: () => at,
      newId: v7,
      random: () => 0,
      onError: (error) => {
        throw error
      },
    })
  }

  async function round(...instances: Alerts[]): Promise<void> {
    const all = instances.length > 0 ? instances : [alerts]
    await Promise.all(all.map((one) => one.check()))
    await Promise.all(all.map((one) => one.post()))
  }

  async function holdBack(range: string, count: number): Promise<void> {
    for (let last = 0; last < count; last++) {
      await addMessage(database.db, {
        status: 'skipped',
        reason: 'too_many',
        detail: 'range',
        channel: 'sms',
        recipient: `${range}${String(last).padStart(4, '0')}`,
        createdAt: at,
      })
    }
  }
  const use = (segments: number) =>
    sql`insert into bellhop.sms_days (day, segments)
      values ((${at}::timestamptz at time zone 'UTC')::date, ${segments})
      on conflict (day) do update set segments = excluded.segments`.execute(database.db)

  it('report a range that is pumped once, without its numbers, and again after a quiet hour', async () => {
    await holdBack('+1415200', 3)
    await holdBack('+4917012', 1)
    await round(alerts, instance())
    expect(posted).toEqual(
      expect.arrayContaining([
        { type: 'sms.pumping', data: { country: 'US', range: '+1415200****', count: 3 } },
        { type: 'sms.pumping', data: { country: 'DE', range: '+4917012****', count: 1 } },
      ]),
    )
    // It goes on for 80 minutes.
    for (let minutes = 0; minutes < 80; minutes += 5) {
      later(5 * MINUTE)
      await holdBack('+1415200', 1)
      await round(alerts, instance())
    }
    expect(posted).toHaveLength(2)
    for (let minutes = 0; minutes <= 80; minutes += 5) {
      later(5 * MINUTE)
      await round()
    }
    await holdBack('+1415200', 1)
    later(MINUTE)
    await round()
    expect(posted).toHaveLength(3)
  })

  it('count the numbers of a range that got an SMS too', async () => {
    await holdBack('+1415200', 3)
    // The first of them was held back at another time.
    for (const last of ['0000', '7001', '7002']) {
      await addMessage(database.db, {
        status: 'sent',
        channel: 'sms',
        recipient: `+1415200${last}`,
        createdAt: at,
        claimedAt: at,
      })
    }
    await round()
    expect(posted).toMatchObject([{ data: { range: '+1415200****', count: 5 } }])
  })

  it('report only the ranges with the most numbers when there are very many', async () => {
    for (let range = 0; range < MOST + 5; range++) await holdBack(`+1415${200 + range}`, 1)
    await holdBack('+1415999', 2)
    await round()
    for (let posts = 0; posts < 3; posts++) await alerts.post()
    expect(posted).toHaveLength(MOST)
    expect(posted.map(({ data }) => data.range)).toContain('+1415999****')
  })

  it('report 80 and 100 percent of the segments of a day, once each', async () => {
    await use(79)
    await round()
    expect(posted).toEqual([])
    later(MINUTE)
    await use(80)
    await round(alerts, instance())
    later(MINUTE)
    await use(119)
    await round(alerts, instance())
    later(MINUTE)
    await round()
    const day = at.toISOString().slice(0, 10)
    expect(posted).toEqual([
      { type: 'sms.budget', data: { day, percent: 80, segments: 80, budget: 100 } },
      { type: 'sms.budget', data: { day, percent: 100, segments: 119, budget: 100 } },
    ])
  })

  it('report 100 percent when an SMS is held back that needs more segments than are left', async () => {
    await use(99)
    const heldBack = { status: 'skipped', reason: 'budget', channel: 'sms' } as const
    await addMessage(database.db, { ...heldBack, createdAt: new Date(at.getTime() - DAY) })
    await round()
    expect(posted).toMatchObject([{ data: { percent: 80 } }])
    later(MINUTE)
    await addMessage(database.db, { ...heldBack, createdAt: at })
    await round()
    later(MINUTE)
    await round()
    expect(posted).toMatchObject([
      { data: { percent: 80 } },
      { data: { percent: 100, segments: 99 } },
    ])
  })
})
