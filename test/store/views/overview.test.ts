import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../../src/store/engine/database.ts'
import { allowAgain, countSuppressions, listSuppressions } from '../../../src/store/suppressions.ts'
import { oldestWaitingCode } from '../../../src/store/views/backlog.ts'
import { listIgnoredTypes, listUnknownSlugs, readLanes } from '../../../src/store/views/overview.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { ENGINES } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const NOW = new Date('2026-03-01T12:30:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

describe.each(ENGINES)('the figures of the overview on %s', (engine) => {
  const database = databaseForAll(engine)
  let db: Db

  beforeAll(async () => {
    db = database.db
  })

  it('are empty at first', async () => {
    expect(await readLanes(db)).toEqual([])
    expect(await oldestWaitingCode(db, NOW)).toBeNull()
    expect(await listUnknownSlugs(db, NOW)).toEqual([])
    expect(await listIgnoredTypes(db, NOW)).toEqual([])
    expect(await countSuppressions(db)).toEqual({ email: 0, sms: 0 })
  })

  it('count the waiting messages by priority, and find the oldest code that has not expired', async () => {
    await addMessage(db, { status: 'queued', createdAt: ago(3) })
    await addMessage(db, { status: 'sending', createdAt: ago(4) })
    await addMessage(db, { status: 'queued', createdAt: ago(20) })
    await addMessage(db, { status: 'queued', createdAt: ago(2), kind: 'welcome', priority: 10 })
    await addMessage(db, { status: 'queued', createdAt: ago(1), channel: 'sms' })
    expect(await readLanes(db)).toEqual([
      { channel: 'email', priority: 40, count: 2, oldest: ago(20) },
      { channel: 'sms', priority: 40, count: 1, oldest: ago(1) },
      { channel: 'email', priority: 10, count: 1, oldest: ago(2) },
    ])
    expect(await oldestWaitingCode(db, NOW)).toMatchObject({ since: ago(4) })
  })

  it('name slugs without a template', async () => {
    const unknown = { status: 'sent', fallback: 'unknown_slug', slug: 'news' } as const
    await addMessage(db, { ...unknown, createdAt: ago(5) })
    await addMessage(db, { ...unknown, createdAt: ago(60 * 24 * 6) })
    await addMessage(db, { ...unknown, createdAt: ago(60 * 24 * 8), slug: 'old_news' })
    expect(await listUnknownSlugs(db, NOW)).toEqual([
      { channel: 'email', slug: 'news', count: 2, latest: ago(5) },
    ])
  })

  it('name ignored events that Clerk did not deliver', async () => {
    const addEvent = (type: string, outcome: string, at: Date) =>
      db
        .insertInto('events')
        .values({
          id: v7({ msecs: at.getTime() }),
          endpoint: 'clerk',
          svixId: v7(),
          type,
          instanceId: 'ins_test',
          userId: null,
          occurredAt: at,
          receivedAt: at,
          outcome,
          reason: null,
          messageId: null,
        })
        .execute()
    await addEvent('push.created', 'ignored', ago(5))
    await addEvent('push.created', 'ignored', ago(60 * 24 * 6))
    await addEvent('fax.created', 'ignored', ago(60 * 24 * 8))
    await addEvent('user.updated', 'synced', ago(5))
    expect(await listIgnoredTypes(db, NOW)).toEqual([
      { type: 'push.created', count: 2, latest: ago(5) },
    ])
  })

  it('list suppressions masked, page by page, until they are removed', async () => {
    for (let number = 0; number < 5; number++) {
      const values = { reason: 'bounced', source: 'resend', messageId: null }
      const since = ago(number < 3 ? 1 : 2)
      await db
        .insertInto('suppressions')
        .values({ ...values, channel: 'email', address: `p${number}@mail.dev`, since })
        .execute()
    }
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const found = await listSuppressions(db, { limit: 2, cursor })
      expect(found.suppressions.every(({ address }) => address === 'p***@mail.dev')).toBe(true)
      ids.push(...found.suppressions.map(({ id }) => id))
      cursor = found.nextCursor ?? undefined
    } while (cursor)
    expect(new Set(ids).size).toBe(5)
    const [first = ''] = ids
    expect(await allowAgain(db, first)).toMatchObject({
      address: 'p***@mail.dev',
      reason: 'bounced',
    })
    expect(await allowAgain(db, first)).toBeNull()
    expect(await countSuppressions(db)).toEqual({ email: 4, sms: 0 })
  })
})
