import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTwilioTransport } from '../../../src/transports/twilio.ts'
import { smsCreated } from '../../support/clerk-events.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { openDeliveryCore } from '../../support/delivery-core.ts'
import { ENGINES } from '../../support/engines.ts'
import { openTwilioServer, TWILIO_ACCOUNT, type TwilioServer } from '../../support/twilio-server.ts'

describe.each(ENGINES)('an SMS that got no answer, on %s', (engine) => {
  const database = databaseForAll(engine)
  let twilio: TwilioServer
  let clock: number

  beforeAll(async () => {
    twilio = await openTwilioServer({ now: () => new Date(clock) })
  })
  afterAll(() => twilio.close())
  beforeEach(() => {
    clock = Date.now()
    twilio.faults.clear()
  })

  function core(retryUnknown = false) {
    const { accountSid, authToken } = TWILIO_ACCOUNT
    return openDeliveryCore({
      db: database.db,
      now: () => new Date(clock),
      retryUnknown,
      transport: createTwilioTransport({
        accountSid,
        authToken,
        from: '+14155550100',
        baseUrl: twilio.url,
      }),
    })
  }

  let number = 0
  const newNumber = () => `+1415555${String(4000 + number++)}`
  const sentTo = (to: string) => twilio.accepted.filter((sms) => sms.to === to)

  it('is unknown for half a minute, and then gets the id that Twilio has for it', async () => {
    const to = newNumber()
    const bellhop = core()
    twilio.faults.next({ kind: 'reset_after_accepting' })
    const id = await bellhop.accept(smsCreated({ to_phone_number: to }))
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status: 'unknown' })
    clock += 20_000
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'unknown' })
    clock += 15_000
    await bellhop.settle()
    const [sms, ...more] = sentTo(to)
    expect(more).toEqual([])
    expect(await bellhop.status(id)).toMatchObject({
      status: 'sent',
      providerMessageId: sms?.sid,
      content: null,
    })
  })

  it('does not get the id of an earlier SMS with the same text', async () => {
    const to = newNumber()
    const bellhop = core()
    const first = await bellhop.accept(
      smsCreated({ to_phone_number: to, slug: 'password_changed' }),
    )
    await bellhop.work()
    twilio.faults.next({ kind: 'reset' })
    const second = await bellhop.accept(
      smsCreated({ to_phone_number: to, slug: 'password_changed' }),
    )
    await bellhop.work()
    clock += 40_000
    await bellhop.settle()
    expect(await bellhop.status(first)).toMatchObject({ status: 'sent' })
    expect(await bellhop.status(second)).toMatchObject({ status: 'unknown', reason: 'not_found' })
  })

  it('is not repeated when Twilio does not have it', async () => {
    const to = newNumber()
    const bellhop = core()
    twilio.faults.next({ kind: 'reset' })
    const id = await bellhop.accept(smsCreated({ to_phone_number: to }))
    await bellhop.work()
    for (let minute = 0; minute < 3; minute++) {
      clock += 60_000
      await bellhop.settle()
    }
    expect(await bellhop.status(id)).toMatchObject({
      status: 'unknown',
      reason: 'not_found',
      content: null,
      attempts: 1,
    })
    expect(sentTo(to)).toEqual([])
    const open = await database.db
      .selectFrom('attempts')
      .select('id')
      .where('body', 'is not', null)
      .execute()
    expect(open).toEqual([])
  })

  it('is repeated once when the configuration asks for it', async () => {
    const to = newNumber()
    const bellhop = core(true)
    twilio.faults.next({ kind: 'reset' }, null, { kind: 'reset' })
    const id = await bellhop.accept(smsCreated({ to_phone_number: to }))
    await bellhop.work()
    for (let minute = 0; minute < 5; minute++) {
      clock += 40_000
      await bellhop.settle()
    }
    expect(await bellhop.status(id)).toMatchObject({ status: 'unknown', attempts: 2 })
    expect(
      twilio.requests.filter(
        ({ method, body }) => method === 'POST' && new URLSearchParams(body).get('To') === to,
      ),
    ).toHaveLength(2)
  })

  it('is not repeated when its code has expired', async () => {
    const to = newNumber()
    const bellhop = core(true)
    twilio.faults.next({ kind: 'reset' })
    const id = await bellhop.accept(
      smsCreated({ to_phone_number: to }, { timestamp: clock - 590_000 }),
    )
    await bellhop.work()
    clock += 40_000
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'unknown', attempts: 1 })
  })

  it('stays unknown while Twilio cannot be asked', async () => {
    const to = newNumber()
    const bellhop = core()
    twilio.faults.next({ kind: 'reset_after_accepting' }, { kind: 'answer', status: 503 })
    const id = await bellhop.accept(smsCreated({ to_phone_number: to }))
    await bellhop.work()
    clock += 31_000
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'unknown' })
    clock += 31_000
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'sent' })
  })

  it('is queued again when the connection was refused', async () => {
    const bellhop = openDeliveryCore({
      db: database.db,
      now: () => new Date(clock),
      transport: createTwilioTransport({
        ...TWILIO_ACCOUNT,
        from: '+14155550100',
        baseUrl: 'http://127.0.0.1:1',
      }),
    })
    const id = await bellhop.accept(smsCreated({ to_phone_number: newNumber() }))
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status: 'queued', reason: 'ECONNREFUSED' })
  })
})
