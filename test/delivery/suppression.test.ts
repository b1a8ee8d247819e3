import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Receipt } from '../../src/domain/receipt.ts'
import type { Database } from '../../src/store/database.ts'
import { recordReceipt } from '../../src/store/receipts.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { createTwilioTransport } from '../../src/transports/twilio.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { openDeliveryCore } from '../support/delivery-core.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'
import { openTwilioServer, TWILIO_ACCOUNT, type TwilioServer } from '../support/twilio-server.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe.each(ENGINES)('an address on %s', (engine) => {
  let home: TestDatabase
  let database: Database
  let resend: ResendServer
  let twilio: TwilioServer
  let clock = Date.UTC(2026, 10, 21, 12)
  let people = 0
  const now = () => new Date(clock)

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
    resend = await openResendServer({ now })
    twilio = await openTwilioServer({ now })
  })
  afterAll(async () => {
    await resend.close()
    await twilio.close()
    await database.close()
    await home[Symbol.asyncDispose]()
  })

  function person(channel: 'email' | 'sms') {
    const name = ++people
    const address = channel === 'email' ? `p${name}@mail.dev` : `+1415556${1000 + name}`
    const email = createResendTransport({
      apiKey: 're_test',
      baseUrl: resend.url,
      from: 'a@acme.dev',
    })
    const sms = createTwilioTransport({
      ...TWILIO_ACCOUNT,
      from: '+14155550100',
      baseUrl: twilio.url,
    })
    const bellhop = openDeliveryCore({
      db: database.db,
      now,
      transport: channel === 'email' ? email : sms,
    })
    async function send(slug = 'verification_code') {
      clock += 1_000
      const event =
        channel === 'email'
          ? emailCreated({ slug, to_email_address: address }, { timestamp: clock })
          : smsCreated({ slug, to_phone_number: address }, { timestamp: clock })
      const id = await bellhop.accept(event)
      await bellhop.work()
      return { id, status: (await bellhop.status(id)).status }
    }
    async function report(
      id: string,
      status: Receipt['status'],
      suppress: Receipt['suppress'] = null,
    ) {
      clock += 1_000
      await recordReceipt(
        database.db,
        v7(),
        {
          provider: channel === 'email' ? 'resend' : 'twilio',
          channel,
          eventId: v7(),
          messageId: id,
          providerMessageId: null,
          status,
          at: null,
          detail: null,
          suppress,
        },
        now(),
      )
    }
    return {
      send,
      bounces: (id: string) =>
        report(id, channel === 'email' ? 'bounced' : 'undelivered', 'bounce'),
      complains: (id: string) => report(id, 'complained', 'complaint'),
      isDelivered: (id: string) => report(id, 'delivered'),
    }
  }

  describe('of email that bounced', () => {
    it('gets nothing, and a code again after seven days, once', async () => {
      const { send, bounces } = person('email')
      await bounces((await send()).id)
      expect((await send()).status).toBe('skipped')
      clock += 7 * DAY
      expect((await send('password_changed')).status).toBe('skipped')
      const { id, status } = await send()
      expect(status).toBe('sent')
      expect((await send()).status).toBe('skipped')
      await bounces(id)
      clock += 6 * DAY
      expect((await send()).status).toBe('skipped')
      clock += DAY
      expect((await send()).status).toBe('sent')
    })

    it('gets everything again once something is delivered', async () => {
      const { send, bounces, isDelivered } = person('email')
      const first = await send()
      await bounces(first.id)
      // A late word on the message that bounced.
      await isDelivered(first.id)
      expect((await send()).status).toBe('skipped')
      clock += 7 * DAY
      await isDelivered((await send()).id)
      expect((await send('password_changed')).status).toBe('sent')
    })
  })

  describe('of email whose reader complained', () => {
    it('gets what somebody asked for, and no notices', async () => {
      const { send, complains } = person('email')
      await complains((await send('password_changed')).id)
      expect((await send('password_changed')).status).toBe('skipped')
      expect((await send('invitation')).status).toBe('skipped')
      for (const slug of ['verification_code', 'reset_password_code', 'magic_link_sign_in']) {
        expect((await send(slug)).status).toBe('sent')
      }
    })

    it('gets nothing after a second complaint within a day', async () => {
      const { send, complains } = person('email')
      await complains((await send()).id)
      const { id } = await send()
      await complains(id)
      expect((await send()).status).toBe('skipped')
      clock += 30 * DAY
      expect((await send()).status).toBe('skipped')
    })

    it('still gets codes after a second complaint two days later', async () => {
      const { send, complains } = person('email')
      await complains((await send()).id)
      clock += 2 * DAY
      await complains((await send()).id)
      expect((await send()).status).toBe('sent')
      expect((await send('password_changed')).status).toBe('skipped')
    })
  })

  describe('of SMS that could not be reached', () => {
    it('is tried again after one report, and after two on one day', async () => {
      const { send, bounces } = person('sms')
      clock = Math.ceil(clock / DAY) * DAY + HOUR
      await bounces((await send()).id)
      const { id, status } = await send()
      expect(status).toBe('sent')
      await bounces(id)
      expect((await send()).status).toBe('sent')
    })

    it('gets nothing after reports on two days', async () => {
      const { send, bounces } = person('sms')
      await bounces((await send()).id)
      clock += DAY
      await bounces((await send()).id)
      expect((await send()).status).toBe('skipped')
    })

    it('starts anew when something is delivered between the reports', async () => {
      const { send, bounces, isDelivered } = person('sms')
      await bounces((await send()).id)
      clock += DAY
      await isDelivered((await send()).id)
      await bounces((await send()).id)
      expect((await send()).status).toBe('sent')
    })
  })
})
