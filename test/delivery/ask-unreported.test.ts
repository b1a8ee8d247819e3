import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAskUnreported } from '../../src/delivery/ask-unreported.ts'
import type { Transport } from '../../src/domain/transport.ts'
import { recordReceipt } from '../../src/store/message/receipt.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { openDeliveryCore } from '../support/delivery-core.ts'
import { ENGINES } from '../support/engines.ts'
import { openTransports, type Transports } from '../support/transports.ts'

const MINUTE = 60_000

describe.each(ENGINES)('messages without a report, on %s', (engine) => {
  const database = databaseForAll(engine)
  let transports: Transports
  let clock = Date.now()
  const now = () => new Date(clock)

  beforeAll(async () => {
    transports = await openTransports({ now })
  })
  afterAll(() => transports[Symbol.asyncDispose]())

  const core = (transport: Transport) => openDeliveryCore({ db: database.db, now, transport })

  function asker(transport: Transport) {
    const denied: string[] = []
    const limiter = { permit: async () => ({ probe: false, waited: false }), stoppedBy: () => null }
    const ask = createAskUnreported({
      db: database.db,
      providers: [{ transport, limiter }],
      now,
      record: (receipt) => recordReceipt(database.db, v7(), receipt, now()),
      onDenied: (provider) => denied.push(provider),
    })
    return { denied, ask: () => ask(new AbortController().signal) }
  }

  it('are looked up at Resend after 15 minutes, and again later', async () => {
    const bellhop = core(transports.email())
    const { ask } = asker(transports.email())
    const id = await bellhop.accept(emailCreated({ to_email_address: 'quiet@mail.dev' }))
    await bellhop.work()
    expect(await ask()).toBe(0)
    clock += 16 * MINUTE
    expect(await ask()).toBe(1)
    expect(await bellhop.status(id)).toMatchObject({ status: 'sent' })
    clock += 5 * 60 * MINUTE
    expect(await ask()).toBe(0)
    clock += 2 * 60 * MINUTE
    transports.resend.happens((await bellhop.status(id)).providerMessageId ?? '', 'delivered')
    expect(await ask()).toBe(1)
    expect(await bellhop.status(id)).toMatchObject({ status: 'delivered' })
    clock += 24 * 60 * MINUTE
    expect(await ask()).toBe(0)
  })

  it.each(['opened', 'clicked'])('become delivered when Resend says %s', async (event) => {
    const bellhop = core(transports.email())
    const { ask } = asker(transports.email())
    const to_email_address = `${event}@mail.dev`
    const id = await bellhop.accept(emailCreated({ to_email_address }, { timestamp: clock }))
    await bellhop.work()
    clock += 16 * MINUTE
    transports.resend.happens((await bellhop.status(id)).providerMessageId ?? '', event)
    expect(await ask()).toBe(1)
    expect(await bellhop.status(id)).toMatchObject({ status: 'delivered' })
  })

  it('are looked up at Twilio, with the cause', async () => {
    const bellhop = core(transports.sms())
    const { ask } = asker(transports.sms())
    const id = await bellhop.accept(
      smsCreated({ to_phone_number: '+14155558801' }, { timestamp: clock }),
    )
    await bellhop.work()
    clock += 16 * MINUTE
    const sent = transports.twilio.accepted.find(({ to }) => to === '+14155558801')
    Object.assign(sent ?? {}, { status: 'undelivered', errorCode: 30_005 })
    expect(await ask()).toBe(1)
    expect(await bellhop.status(id)).toMatchObject({ status: 'undelivered', reason: '30005' })
    const suppressed = await database.db.selectFrom('suppressions').selectAll().execute()
    expect(suppressed).toMatchObject([
      { channel: 'sms', address: '+14155558801', reason: 'bounce' },
    ])
  })

  it('are not looked up while messages wait, because both share the limit of the provider', async () => {
    const bellhop = core(transports.email())
    const { ask } = asker(transports.email())
    await bellhop.accept(emailCreated({ to_email_address: 'first@mail.dev' }, { timestamp: clock }))
    await bellhop.work()
    clock += 16 * MINUTE
    await bellhop.accept(
      emailCreated({ to_email_address: 'second@mail.dev' }, { timestamp: clock }),
    )
    expect(await ask()).toBe(0)
    await bellhop.work()
    expect(await ask()).toBe(1)
  })

  it('are not looked up when the key may only send', async () => {
    const bellhop = core(transports.email())
    const { ask, denied } = asker(transports.email())
    for (const name of ['one', 'two']) {
      await bellhop.accept(
        emailCreated({ to_email_address: `${name}@mail.dev` }, { timestamp: clock }),
      )
    }
    await bellhop.work()
    transports.resend.forbidReading()
    clock += 16 * MINUTE
    expect(await ask()).toBe(1)
    clock += 7 * 60 * MINUTE
    expect(await ask()).toBe(0)
    expect(denied).toEqual(['resend'])
  })
})
