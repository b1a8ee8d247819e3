import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Alerts, createAlerts } from '../../../src/observe/alerts/check.ts'
import { createListener } from '../../../src/observe/alerts/listener.ts'
import { lookUpNumber } from '../../../src/runtime/phone-number.ts'
import type { Database } from '../../../src/store/engine/database.ts'
import { ensureTransport, resumeTransport, stopTransport } from '../../../src/store/providers.ts'
import {
  ALERT_SECRET,
  type AlertReceiver,
  openAlertReceiver,
} from '../../support/alert-receiver.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const MINUTE = 60_000

describe.each(ENGINES)('alerts on %s', (engine) => {
  let home: TestDatabase
  let database: Database
  let receiver: AlertReceiver
  let at: Date
  let errors: unknown[]
  let alerts: Alerts

  beforeEach(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
    receiver = await openAlertReceiver()
    at = new Date()
    errors = []
    alerts = instance()
    await ensureTransport(database.db, 'resend', 2)
  })
  afterEach(async () => {
    await receiver.close()
    await database.close()
    await home[Symbol.asyncDispose]()
  })

  const stop = (cause: string, certainAfterMs = 0) =>
    stopTransport(database.db, 'resend', cause, at, { firstAfterMs: 0, everyMs: 1, certainAfterMs })
  const later = (ms: number) => {
    at = new Date(at.getTime() + ms)
  }

  function instance(secrets = [ALERT_SECRET], url = receiver.url): Alerts {
    return createAlerts({
      db: database.db,
      providers: ['resend'],
      dailySegments: 100,
      lookUpNumber,
      listeners: [
        // The receiver judges by its own clock, which is the real one.
        createListener({ format: 'standard', url }, { secrets, fetch, now: () => new Date() }),
      ],
      now: () => at,
      newId: v7,
      random: () => 0,
      onError: (error) => errors.push(error),
    })
  }

  async function round(...instances: Alerts[]): Promise<void> {
    const all = instances.length > 0 ? instances : [alerts]
    await Promise.all(all.map((one) => one.check()))
    await Promise.all(all.map((one) => one.post()))
  }

  const types = () => receiver.alerts.map(({ type }) => type)

  async function keepMessages(count: number, status: string, kind = 'notice'): Promise<void> {
    const one = { status: status as 'sent', kind: kind as 'notice', createdAt: at }
    await Promise.all(Array.from({ length: count }, () => addMessage(database.db, one)))
  }

  it('report once that a transport is stopped, and once that it works again', async () => {
    await round()
    await stop('invalid_api_key')
    await round()
    later(5_000)
    await round()
    expect(receiver.alerts).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        type: 'transport.stopped',
        at: new Date(at.getTime() - 5_000).toISOString(),
        data: { provider: 'resend', cause: 'invalid_api_key', fix: expect.any(String) },
        text: expect.stringContaining('resend refuses every message (invalid_api_key)'),
      },
    ])
    await resumeTransport(database.db, 'resend')
    for (const _ of [1, 2]) {
      later(5_000)
      await round()
    }
    expect(types()).toEqual(['transport.stopped', 'transport.resumed'])
    expect(receiver.alerts[1]?.data).toMatchObject({ provider: 'resend' })

    later(MINUTE)
    await stop('daily_quota_exceeded')
    await round()
    expect(types().slice(2)).toEqual(['transport.stopped'])
  })

  it('do not report a stop that may be chance until it is certain', async () => {
    await stop('testing_domain', 2_000)
    await round()
    expect(types()).toEqual([])
    later(2_000)
    await round()
    expect(types()).toEqual(['transport.stopped'])
  })

  it('are sent once, even with several instances', async () => {
    const all = [alerts, instance(), instance(), instance()]
    await stop('invalid_api_key')
    await keepMessages(1, 'queued', 'code')
    later(31_000)
    for (const one of all) one.unknownSlug('email', 'brand_new')
    for (const _ of [1, 2, 3]) {
      await round(...all)
      later(5_000)
    }
    expect(types().toSorted()).toEqual(['code.waiting', 'slug.unknown', 'transport.stopped'])
    expect(errors).toEqual([])
  })

  it('report a code that waits for more than 30 s, and the next one only after a pause', async () => {
    await keepMessages(1, 'queued', 'code')
    later(30_000)
    await round()
    expect(types()).toEqual([])
    later(1_000)
    await round()
    expect(receiver.alerts).toMatchObject([
      { type: 'code.waiting', data: { channel: 'email', seconds: 31 } },
    ])
    await database.db.deleteFrom('messages').execute()
    later(MINUTE)
    await round()
    await keepMessages(1, 'sending', 'code')
    later(31_000)
    await round()
    expect(types()).toHaveLength(1)

    await database.db.deleteFrom('messages').execute()
    later(6 * MINUTE)
    await round()
    await keepMessages(1, 'sending', 'code')
    later(31_000)
    await round()
    expect(types()).toEqual(['code.waiting', 'code.waiting'])
  })

  it('report a slug without a template once, also after a restart', async () => {
    for (const one of [alerts, alerts, instance()]) {
      one.unknownSlug('email', 'brand_new')
      one.unknownSlug('sms', 'brand_new')
      await round(one)
      later(24 * 60 * MINUTE)
    }
    expect(receiver.alerts.map(({ type, data }) => ({ type, ...data }))).toEqual(
      expect.arrayContaining([
        { type: 'slug.unknown', channel: 'email', slug: 'brand_new' },
        { type: 'slug.unknown', channel: 'sms', slug: 'brand_new' },
      ]),
    )
    expect(receiver.alerts).toHaveLength(2)
  })

  it('report each type of event once that was ignored or lacks a field', async () => {
    for (const one of [alerts, alerts, instance()]) {
      one.eventIgnored('push.created')
      one.eventIncomplete('sms.created', 'delivered_by_clerk')
      await round(one)
      later(24 * 60 * MINUTE)
    }
    expect(receiver.alerts.map(({ type, data }) => ({ type, ...data }))).toEqual(
      expect.arrayContaining([
        { type: 'event.ignored', event: 'push.created' },
        { type: 'event.incomplete', event: 'sms.created', field: 'delivered_by_clerk' },
      ]),
    )
    expect(receiver.alerts).toHaveLength(2)
  })

  it('report refused webhooks once, until there were none for an hour', async () => {
    const refuse = () => {
      for (let n = 0; n < 5; n++) alerts.signatures.refused({ reason: 'no_secret_matches' })
    }
    refuse()
    await round()
    for (const _ of [1, 2, 3]) {
      later(5 * MINUTE)
      await round()
    }
    expect(receiver.alerts).toMatchObject([
      {
        type: 'webhooks.refused',
        data: { count: 5, minutes: 5, reasons: { no_secret_matches: 5 }, hint: 'secret' },
      },
    ])
    for (const pause of [10 * MINUTE, 61 * MINUTE]) {
      alerts.signatures.verified()
      later(pause)
      await round()
      refuse()
      later(5 * MINUTE)
      await round()
    }
    expect(types()).toEqual(['webhooks.refused', 'webhooks.refused'])
  })

  it('report more than 4 % bounces among at least 50 emails of a day', async () => {
    await keepMessages(10, 'bounced')
    later(25 * 60 * MINUTE)
    await keepMessages(46, 'delivered')
    await keepMessages(3, 'bounced')
    await round()
    expect(types()).toEqual([])
    await keepMessages(26, 'sent')
    later(5 * MINUTE)
    await round()
    expect(types()).toEqual([])
    await keepMessages(1, 'bounced')
    for (const _ of [1, 2, 3]) {
      later(5 * MINUTE)
      await round()
    }
    expect(receiver.alerts).toMatchObject([
      { type: 'bounces.high', data: { hours: 24, sent: 76, bounced: 4, rate: 0.0526 } },
    ])
  })
})
