import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createResendMessages } from '../../src/delivery/resend-message.ts'
import { GLASS_VAULT } from '../../src/domain/vault.ts'
import type { Database } from '../../src/store/database.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { emailCreated, userEvent } from '../support/clerk-events.ts'
import { openDeliveryCore } from '../support/delivery-core.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'

describe.each(ENGINES)('a person on %s', (engine) => {
  let home: TestDatabase
  let database: Database
  let resend: ResendServer
  const clock = Date.now()
  const now = () => new Date(clock)
  let people = 0

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
    resend = await openResendServer({ now })
  })
  beforeEach(() => resend.faults.clear())
  afterAll(async () => {
    await resend.close()
    await database.close()
    await home[Symbol.asyncDispose]()
  })

  const core = () =>
    openDeliveryCore({
      db: database.db,
      now,
      transport: createResendTransport({
        apiKey: 're_test',
        baseUrl: resend.url,
        from: 'a@acme.dev',
      }),
    })
  const code = (address: string, at = clock, envelope: object = {}) =>
    emailCreated({ to_email_address: address }, { timestamp: at, ...envelope })

  it('with an international domain is written to in punycode, spelled as in the event', async () => {
    const bellhop = core()
    await bellhop.accept(code('Jan.K@München.test'))
    await bellhop.work()
    expect(resend.accepted.at(-1)?.to).toEqual(['Jan.K@xn--mnchen-3ya.test'])
  })

  it.each([
    ['case', 'Case.One@Mail.dev', 'case.one@mail.DEV'],
    ['punycode', 'puny@münchen.test', 'puny@xn--mnchen-3ya.test'],
    ['Unicode normalisation', 'norm@mu\u0308nchen.test', 'norm@m\u00fcnchen.test'],
  ])('is one, whatever the %s of the address', async (_, one, other) => {
    const bellhop = core()
    const older = await bellhop.accept(code(one, clock - 1_000))
    const newer = await bellhop.accept(code(other))
    await bellhop.settle()
    const statuses = [await bellhop.status(older), await bellhop.status(newer)]
    // The older one went first, or it did not go.
    expect(statuses.map(({ status }) => status)).toEqual(['sent', 'sent'])
    const late = await bellhop.accept(code(one, clock - 2_000))
    await bellhop.settle()
    expect(await bellhop.status(late)).toMatchObject({ status: 'superseded' })
  })

  it.each([
    ['ins_production', 'superseded'],
    // Nothing but that a failed code is not kept.
    ['ins_development', 'content_gone'],
  ])('has a failed code that a newer one of %s leaves %s', async (instance_id, reason) => {
    const bellhop = core()
    const address = `two-${people++}@mail.dev`
    resend.faults.next({ kind: 'answer', status: 422 })
    const id = await bellhop.accept(code(address, clock - 1_000, { instance_id: 'ins_production' }))
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status: 'failed' })
    await bellhop.accept(code(address, clock, { instance_id }))
    await bellhop.work()
    const again = createResendMessages({
      db: database.db,
      enqueue: async () => {},
      now,
      newId: () => crypto.randomUUID(),
      vault: GLASS_VAULT,
    })
    expect(await again.one(id, 'test')).toEqual({ kind: 'refused', reason })
  })

  it.each(['verification_code', 'password_changed'])(
    'that is deleted gets no %s of before any more',
    async (slug) => {
      const bellhop = core()
      const user_id = `user_gone_${slug}`
      await bellhop.accept(userEvent('user.deleted', { id: user_id }, { timestamp: clock }))
      const before = await bellhop.accept(
        emailCreated({ slug, user_id }, { timestamp: clock - 5_000 }),
      )
      expect(await bellhop.status(before)).toMatchObject({ status: 'skipped', reason: 'erased' })
    },
  )
})
