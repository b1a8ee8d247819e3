import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createResendTransport } from '../../src/transports/resend.ts'
import { emailCreated, userEvent } from '../support/clerk-events.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { type DeliveryCore, openDeliveryCore } from '../support/delivery-core.ts'
import { ENGINES } from '../support/engines.ts'
import { FULL } from '../support/full.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'

const PER_MINUTE = 600
const PER_SECOND = PER_MINUTE / 60
const SIGN_UPS = FULL ? 3_000 : 200
const SECOND = 1_000

describe.each(ENGINES)('the pace of welcomes on %s', (engine) => {
  const database = databaseForAll(engine)
  let resend: ResendServer
  let clock = Date.parse('2026-03-01T12:00:00Z')
  const now = () => new Date(clock)

  beforeAll(async () => {
    resend = await openResendServer({ now, keepContents: false })
  })
  afterAll(() => resend.close())

  const instance = (): DeliveryCore =>
    openDeliveryCore({
      db: database.db,
      now,
      together: true,
      welcomesPerMinute: PER_MINUTE,
      transport: createResendTransport({
        apiKey: 're_test',
        baseUrl: resend.url,
        from: 'a@acme.dev',
      }),
    })
  const to = (address: unknown) => resend.accepted.filter((email) => email.to[0] === address).length

  it('holds for all instances together, and no code waits for a storm of sign-ups', async () => {
    const instances = [instance(), instance(), instance()]
    for (let n = 0; n < SIGN_UPS; n += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          instances[i % 3]?.accept(userEvent('user.created', {}, { timestamp: clock })),
        ),
      )
    }
    const before = resend.accepted.length
    for (let second = 1; second <= SIGN_UPS / PER_SECOND; second++) {
      const code = emailCreated({}, { timestamp: clock })
      await instances[second % 3]?.accept(code)
      for (const one of instances) await one.work()
      expect(to(code.data.to_email_address)).toBe(1)
      expect(resend.accepted.length - before).toBe(second + second * PER_SECOND)
      clock += SECOND
    }
  }, 900_000)

  it('lets a single sign-up through at once, after a pause as well', async () => {
    const core = instance()
    clock += 3_600 * SECOND
    for (let n = 0; n < 3; n++) {
      const id = await core.accept(userEvent('user.created', {}, { timestamp: clock }))
      await core.work()
      expect(await core.status(id)).toMatchObject({ status: 'sent' })
      clock += SECOND
    }
  })

  it('holds for addresses that are verified later', async () => {
    const core = instance()
    clock += 3_600 * SECOND
    const users = Array.from({ length: PER_SECOND + 1 }, (_, n) => `user_paced${engine}${n}`)
    const event = (type: string, id: string, status: string | null) =>
      userEvent(
        type,
        {
          id,
          email_addresses: [
            {
              id: 'idn_2',
              email_address: `${id}@mail.dev`,
              verification: status && { status, strategy: 'email_code' },
            },
          ],
        },
        { timestamp: clock },
      )
    for (const id of users) await core.accept(event('user.created', id, 'unverified'))
    for (const id of users) await core.accept(event('user.updated', id, 'verified'))
    await core.work()
    const sent = () => users.filter((id) => to(`${id}@mail.dev`) === 1).length
    expect(sent()).toBe(PER_SECOND)
    clock += SECOND
    await core.work()
    expect(sent()).toBe(PER_SECOND + 1)
  })
})
