import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { createErasePerson, whomOf } from '../../../src/delivery/erase-person.ts'
import { createSuppressByHand } from '../../../src/delivery/suppress-by-hand.ts'
import { listActors, listAuditPage, writeAudit } from '../../../src/store/audit.ts'
import type { Db } from '../../../src/store/engine/database.ts'
import { previewErase } from '../../../src/store/message/erase-preview.ts'
import { listSuppressions } from '../../../src/store/suppressions.ts'
import { createReadDay, readCodeTimes, readDay } from '../../../src/store/views/day.ts'
import { listHeldBackRanges, listHeldBackRecipients } from '../../../src/store/views/held-back.ts'
import { listMessages } from '../../../src/store/views/ledger.ts'
import {
  listLanguages,
  listProviders,
  listReasons,
  listSlugs,
} from '../../../src/store/views/ledger-values.ts'
import { countMessages } from '../../../src/store/views/message-count.ts'
import { readMessageHistory } from '../../../src/store/views/message-history.ts'
import { listProviderStates } from '../../../src/store/views/provider-states.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { ENGINES } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const NOW = new Date('2026-03-01T12:30:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const DAY = 24 * 60
const by = { now: () => NOW, newId: v7 }

describe.each(ENGINES)('the pages on %s', (engine) => {
  const database = databaseForAll(engine)
  let db: Db
  let [german, fallback, sms, waiting]: string[] = []

  beforeAll(async () => {
    db = database.db
    const sent = { provider: 'resend', template: 'verification_code', locale: 'de' }
    german = await addMessage(db, {
      ...sent,
      status: 'delivered',
      createdAt: ago(10),
      sentAt: new Date(ago(10).getTime() + 2_000),
      recipient: 'Ada@acme.dev',
      userId: 'user_ada',
      dedupeKey: 'ins_test:ema_ada',
      localeSource: 'hint',
    })
    fallback = await addMessage(db, {
      ...sent,
      status: 'bounced',
      createdAt: ago(DAY + 10),
      sentAt: new Date(ago(DAY + 10).getTime() + 4_000),
      slug: 'news',
      template: 'clerk',
      locale: 'en',
      fallback: 'unknown_slug',
    })
    sms = await addMessage(db, {
      status: 'skipped',
      reason: 'too_many',
      detail: 'range',
      channel: 'sms',
      createdAt: ago(100),
      recipient: '+4915123456789',
    })
    waiting = await addMessage(db, {
      status: 'queued',
      createdAt: ago(1),
      recipient: 'ada@acme.dev',
    })
  })

  const ids = async (filter: object) =>
    (await listMessages(db, { ...filter, limit: 9 })).messages.map(({ id }) => id)

  it('filter by language, provider, fallback and reason', async () => {
    expect(await ids({ language: 'de' })).toEqual([german])
    expect(await ids({ language: 'fr' })).toEqual([])
    expect(await ids({ provider: 'resend' })).toEqual([german, fallback])
    expect(await ids({ fallback: true })).toEqual([fallback])
    expect(await ids({ fallback: false })).toEqual([german])
    expect(await ids({ reason: 'too_many' })).toEqual([sms])
    expect(await listLanguages(db)).toEqual(['de', 'en'])
    expect(await listProviders(db)).toEqual(['resend'])
    expect(await listSlugs(db)).toEqual(['news', 'verification_code'])
    expect(await listReasons(db)).toEqual(['too_many'])
  })

  it('count what a filter finds, and how it divides into statuses', async () => {
    expect(await countMessages(db, { channel: 'email', status: 'queued' })).toEqual({
      total: 1,
      complete: true,
      byStatus: { delivered: 1, bounced: 1, queued: 1 },
    })
    expect(await countMessages(db, {}, { most: 2 })).toMatchObject({ total: 2, complete: false })
  })

  it('sum up the day', async () => {
    const day = await readDay(db, NOW)
    expect(day).toMatchObject({
      statuses: { delivered: 1, skipped: 1, queued: 1 },
      delivered: { reported: 1, delivered: 1, share: 1 },
      bounced: 0,
      failed: 0,
    })
    expect(day.hours).toContainEqual({
      hour: new Date('2026-03-01T10:00:00Z'),
      channel: 'sms',
      status: 'skipped',
      count: 1,
    })
    const read = createReadDay(db)
    expect(await read(NOW)).toEqual(day)
    expect(await read(NOW)).toEqual(day)
  })

  it('compare the times of codes with the day before', async () => {
    expect(await readCodeTimes(db, NOW)).toEqual({
      now: { count: 1, waiting: 1, p50: 2, p95: 2 },
      yesterday: { count: 1, waiting: 0, p50: 4, p95: 4 },
    })
  })

  it('say when a provider last accepted a message, and since when it is stopped', async () => {
    const transport = { requestsPerSecond: 2, nextRequestAt: NOW, probeAt: NOW }
    await db
      .insertInto('transports')
      .values({ ...transport, provider: 'resend', stoppedBy: 'key', confirmedAt: ago(5) })
      .execute()
    expect(await listProviderStates(db)).toEqual([
      {
        provider: 'resend',
        requestsPerSecond: 2,
        stoppedBy: 'key',
        stoppedSince: ago(5),
        probeAt: NOW,
        lastSuccessAt: new Date(ago(10).getTime() + 2_000),
      },
    ])
  })

  it('name the ranges and recipients that a limit held back', async () => {
    expect(await listHeldBackRanges(db, ago(DAY))).toEqual([
      { range: '+491512345****', numbers: 1, messages: 1, latest: ago(100) },
    ])
    expect(await listHeldBackRecipients(db, ago(DAY))).toEqual([
      { recipient: '+4******6789', channel: 'sms', messages: 1, latest: ago(100), messageId: sms },
    ])
    expect(await listHeldBackRecipients(db, ago(50))).toEqual([])
  })

  it('suppress an address by hand, once, and find it by a part', async () => {
    const suppress = createSuppressByHand({ db, ...by })
    const input = { channel: 'email', address: 'Ada@acme.dev', actor: 'local' } as const
    const added = await suppress({ ...input, scope: 'all', note: 'asked us' })
    expect(added).toMatchObject({ address: 'a***@acme.dev', reason: 'operator', note: 'asked us' })
    expect(await suppress({ ...input, scope: 'all', note: null })).toBeNull()
    expect(await suppress({ ...input, scope: 'unasked', note: null })).toMatchObject({
      scope: 'unasked',
    })
    const found = async (search: string) =>
      (await listSuppressions(db, { limit: 9, search })).suppressions.length
    expect(await found('DA@a')).toBe(1)
    expect(await found('bob')).toBe(0)
  })

  it('tell the story of a message', async () => {
    const event = {
      endpoint: 'clerk',
      type: 'email.created',
      instanceId: 'ins_test',
      userId: null,
      reason: null,
    }
    for (const [svixId, outcome, at] of [
      ['msg_1', 'accepted', ago(10)],
      ['msg_2', 'duplicate', ago(9)],
    ] as const) {
      await db
        .insertInto('events')
        .values({
          ...event,
          id: v7(),
          svixId,
          outcome,
          occurredAt: at,
          receivedAt: at,
          messageId: german ?? '',
        })
        .execute()
    }
    expect(await readMessageHistory(db, german ?? '')).toMatchObject({
      event: { svixId: 'msg_1' },
      duplicates: [{ svixId: 'msg_2', receivedAt: ago(9) }],
      sourceId: 'ema_ada',
      userId: 'user_ada',
      languageFrom: 'hint',
      suppression: { reason: 'operator', scope: 'unasked' },
    })
  })

  it('filter the audit', async () => {
    const add = (actor: string, action: 'reveal' | 'export', at: Date) =>
      writeAudit(db, {
        id: v7({ msecs: at.getTime() }),
        at,
        actor,
        action,
        messageId: null,
        detail: null,
      })
    await add('token', 'reveal', ago(3))
    await add('token', 'export', ago(2))
    await add('clerk:user_1', 'export', ago(1))
    expect(await listActors(db)).toEqual(['clerk:user_1', 'local', 'token'])
    const page = await listAuditPage(db, { action: 'export', limit: 1 })
    expect(page.entries).toMatchObject([{ actor: 'clerk:user_1' }])
    const next = await listAuditPage(db, {
      action: 'export',
      limit: 1,
      cursor: page.nextCursor ?? '',
    })
    expect(next).toMatchObject({
      entries: [{ actor: 'token', action: 'export' }],
      nextCursor: null,
    })
    const early = await listAuditPage(db, { actor: 'token', until: ago(2), limit: 9 })
    expect(early.entries).toMatchObject([{ action: 'reveal' }])
  })

  it('say what erasing removes, as it then does', async () => {
    const person = { recipient: 'ada@acme.dev' }
    const preview = await previewErase(db, whomOf(person))
    expect(preview).toEqual({
      users: 0,
      messages: 2,
      waiting: 1,
      captured: 0,
      suppressions: 1,
      addresses: 1,
    })
    const { users, messages } = await createErasePerson({ db, hints: null, ...by })(person, 'local')
    expect({ users, messages }).toEqual({ users: preview.users, messages: preview.messages })
    expect(await previewErase(db, whomOf(person))).toMatchObject({ messages: 0, suppressions: 0 })
    expect(await ids({ status: 'queued' })).not.toContain(waiting)
  })
})
