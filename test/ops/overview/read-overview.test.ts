import { beforeAll, describe, expect, it } from 'vitest'
import { recent } from '../../../src/http/recent.ts'
import { createReadOverview, type Overview } from '../../../src/ops/overview/read-overview.ts'
import type { Db } from '../../../src/store/engine/database.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { ENGINES } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const NOW = new Date('2026-03-01T12:30:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

describe.each(ENGINES)('the reading of the overview on %s', (engine) => {
  const database = databaseForAll(engine)
  let db: Db

  beforeAll(async () => {
    db = database.db
    const event = { instanceId: 'ins_shop', createdAt: ago(5), fallback: 'unknown_slug' } as const
    await addMessage(db, { ...event, status: 'sent', slug: 'news', sentAt: ago(4) })
    await addMessage(db, { ...event, status: 'queued', createdAt: ago(2) })
    await addMessage(db, { ...event, instanceId: 'ins_other', status: 'failed' })
    await addMessage(db, {
      ...event,
      instanceId: 'ins_other',
      status: 'skipped',
      reason: 'too_many',
      detail: 'recipient',
    })
  })

  function reader(options: { database?: () => Promise<void>; keptMs?: number } = {}) {
    let pings = 0
    const read = createReadOverview({
      db,
      now: () => NOW,
      share: (compute) => recent(compute, options.keptMs ?? 0),
      onError() {},
      sources: {
        inUse: [{ provider: 'resend', channel: 'email', role: 'first' }],
        refusals: { since: NOW, bySource: new Map([['clerk', 2]]) },
        refused: () => null,
        alerts: async () => [],
        pings: {
          database: async () => {
            pings++
            await options.database?.()
          },
          queue: async () => {},
        },
        dailySegments: null,
        segmentPrice: null,
      },
    })
    return { read, pings: () => pings }
  }

  function isRead(overview: Overview) {
    if (overview.kind !== 'read') throw new Error(overview.kind)
    return overview
  }

  it('has the figures of one instance, and the verdict on all', async () => {
    const { read } = reader()
    const { figures, verdicts, service } = isRead(await read('ins_other'))
    expect(figures.day.statuses).toEqual({ failed: 1, skipped: 1 })
    expect(figures.lanes).toEqual([])
    expect(figures.oldestCode).toBeNull()
    expect(figures.heldBack).toMatchObject([{ reason: 'too_many', count: 1 }])
    expect(figures.codes.now).toMatchObject({ count: 0, waiting: 0 })
    expect(verdicts).toMatchObject([{ about: 'codes', since: ago(2) }])
    expect(service.refusals.total).toBe(2)

    const shop = isRead(await read('ins_shop')).figures
    expect(shop.day.statuses).toEqual({ sent: 1, queued: 1 })
    expect(shop.codes.now).toMatchObject({ count: 1, waiting: 1, p50: 60 })
    expect(shop.unknownSlugs).toMatchObject([
      { slug: 'news', count: 1 },
      { slug: 'verification_code', count: 1 },
    ])
    expect(shop.heldBack).toEqual([])
    const all = isRead(await read(undefined)).figures
    expect(all.day.statuses).toEqual({ sent: 1, queued: 1, failed: 1, skipped: 1 })
  })

  it('is one for all who look at it at the same time', async () => {
    const { read, pings } = reader({ keptMs: 60_000 })
    const many = Array.from({ length: 10 }, () => read(undefined))
    const [first, ...others] = (await Promise.all(many)).map((one) => isRead(one).figures)
    for (const other of others) expect(other).toBe(first)
    await read('ins_shop')
    expect(pings()).toBe(1)
  })

  it('says that the database takes no write', async () => {
    const { read } = reader({ database: () => Promise.reject(new Error('read-only')) })
    expect(isRead(await read(undefined)).verdicts[0]).toMatchObject({ about: 'database' })
  })
})
