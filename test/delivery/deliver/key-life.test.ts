import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createResendTransport } from '../../../src/transports/resend.ts'
import { emailCreated } from '../../support/clerk-events.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { openDeliveryCore } from '../../support/delivery-core.ts'
import { ENGINES } from '../../support/engines.ts'
import { openResendServer, type ResendServer } from '../../support/resend-server.ts'

const HOUR = 3_600_000

describe.each(ENGINES)('an email that got no answer, on %s', (engine) => {
  const database = databaseForAll(engine)
  let resend: ResendServer
  let clock: number

  beforeAll(async () => {
    resend = await openResendServer({ now: () => new Date(clock) })
  })
  afterAll(() => resend.close())
  beforeEach(() => {
    clock = Date.now()
  })

  const transport = (provider = 'resend') =>
    createResendTransport({
      provider,
      apiKey: 're_test',
      baseUrl: resend.url,
      from: 'Acme <login@auth.acme.dev>',
      replyTo: undefined,
    })
  const now = () => new Date(clock)
  const core = () => openDeliveryCore({ db: database.db, now, transport: transport() })

  /** An invitation, which lives for weeks: the key expires before the message. */
  async function doubtful(to: string) {
    const bellhop = core()
    const action_url = 'https://clerk.acme.dev/v1/tickets/accept?ticket=x'
    resend.faults.next({ kind: 'reset_after_accepting' })
    const data = { slug: 'invitation', to_email_address: to, data: { action_url } }
    const id = await bellhop.accept(emailCreated(data))
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status: 'sending' })
    return { bellhop, id, requests: resend.requests.length }
  }

  it('is requested again under its key while Resend remembers the key', async () => {
    const { bellhop, id, requests } = await doubtful('early@mail.dev')
    clock += 22 * HOUR
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'sent' })
    expect(resend.requests.length).toBe(requests + 1)
    expect(resend.accepted.filter(({ to }) => to[0] === 'early@mail.dev')).toHaveLength(1)
  })

  it('is requested there without using the permit of the provider that is asked meanwhile', async () => {
    const { id, requests } = await doubtful('other@mail.dev')
    const bellhop = openDeliveryCore({
      db: database.db,
      now,
      transport: transport('resend-standby'),
      other: transport(),
    })
    clock += 60_000
    expect(await bellhop.settle()).toBe(0)
    expect(await bellhop.status(id)).toMatchObject({ status: 'sent' })
    expect(resend.requests.length).toBe(requests + 1)
  })

  it('becomes unknown when Resend may have forgotten the key, because a repeat could send it twice', async () => {
    const { bellhop, id, requests } = await doubtful('late@mail.dev')
    clock += 23 * HOUR
    await bellhop.settle()
    expect(await bellhop.status(id)).toMatchObject({ status: 'unknown' })
    expect(resend.requests.length).toBe(requests)
  })
})
