import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createErasePerson } from '../../src/delivery/erase-person.ts'
import { createSendAgain } from '../../src/delivery/send-again.ts'
import { NO_ENCRYPTION } from '../../src/domain/content-cipher.ts'
import { saveCaptured } from '../../src/store/views/captured-messages.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { emailCreated, userEvent } from '../support/clerk-events.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { type DeliveryCore, openDeliveryCore } from '../support/delivery-core.ts'
import { ENGINES } from '../support/engines.ts'
import { addMessage, CONTENT } from '../support/ledger-rows.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'

const PRODUCTION = { instance_id: 'ins_production' }
const DEVELOPMENT = { instance_id: 'ins_development' }

describe.each(ENGINES)('an event of another instance on %s', (engine) => {
  const database = databaseForAll(engine)
  let resend: ResendServer
  let bellhop: DeliveryCore
  let people = 0

  beforeAll(async () => {
    resend = await openResendServer()
    bellhop = openDeliveryCore({
      db: database.db,
      now: () => new Date(),
      transport: createResendTransport({
        apiKey: 're_test',
        baseUrl: resend.url,
        from: 'a@acme.dev',
      }),
    })
  })
  afterAll(() => resend.close())

  function somebody(status = 'verified') {
    const id = `user_two_${++people}`
    const address = `two-${people}@mail.dev`
    const saved = (instance: object, email = address, verification = status, more: object = {}) => {
      const contact = { id: 'idn_1', email_address: email, verification: { status: verification } }
      const data = { id, primary_email_address_id: 'idn_1', email_addresses: [contact], ...more }
      return (type: string) => userEvent(type, data, { ...instance })
    }
    const email = (slug: string, instance: object) =>
      emailCreated({ slug, user_id: id, to_email_address: address }, { ...instance })
    const deleted = (instance: object) => userEvent('user.deleted', { id }, { ...instance })
    return { id, address, saved, email, deleted }
  }
  const usersWith = (id: string) =>
    database.db
      .selectFrom('users')
      .select(['instanceId', 'emailAddress'])
      .where('id', '=', id)
      .orderBy('instanceId')
      .execute()
  const row = (id: string) =>
    database.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  it('that deletes a user keeps the user with the same id', async () => {
    const { id, address, saved, email, deleted } = somebody()
    await bellhop.accept(saved(PRODUCTION)('user.created'))
    await bellhop.accept(saved(DEVELOPMENT)('user.created'))
    const waits = await bellhop.accept(email('password_changed', PRODUCTION))
    await bellhop.accept(deleted(DEVELOPMENT))
    expect(await usersWith(id)).toEqual([
      { instanceId: PRODUCTION.instance_id, emailAddress: address },
    ])
    expect(await row(waits)).toMatchObject({ status: 'queued', recipient: address })
    const code = await bellhop.accept(email('verification_code', PRODUCTION))
    await bellhop.settle()
    for (const message of [waits, code]) {
      expect(await row(message)).toMatchObject({ status: 'sent', recipient: address })
    }
    await bellhop.accept(saved(PRODUCTION, 'new@mail.dev')('user.updated'))
    expect(await usersWith(id)).toEqual([
      { instanceId: PRODUCTION.instance_id, emailAddress: 'new@mail.dev' },
    ])
  })

  it('that deletes a user does not stop a code for the user with the same id', async () => {
    const { email, deleted } = somebody()
    const [, code = ''] = await Promise.all([
      bellhop.accept(deleted(DEVELOPMENT)),
      bellhop.accept(email('verification_code', PRODUCTION)),
      bellhop.accept(deleted(DEVELOPMENT)),
    ])
    expect(await row(code)).toMatchObject({ status: 'queued' })
  })

  it('that deletes a user keeps the messages of other instances to the same address', async () => {
    const { id, address, saved, deleted } = somebody()
    await bellhop.accept(saved(DEVELOPMENT)('user.created'))
    const message = await addMessage(database.db, {
      instanceId: PRODUCTION.instance_id,
      status: 'bounced',
      recipient: address,
    })
    await database.db
      .insertInto('suppressions')
      .values({
        channel: 'email',
        address,
        reason: 'bounce',
        source: 'resend',
        since: new Date(),
        messageId: message,
        retriedAt: null,
      })
      .execute()
    await saveCaptured(
      database.db,
      { id: message, channel: 'email', slug: null, to: address, subject: '', html: '', text: '' },
      new Date(),
    )
    await bellhop.accept(deleted(DEVELOPMENT))
    expect(await usersWith(id)).toEqual([])
    expect(await row(message)).toMatchObject({ recipient: address })
    const suppressed = database.db.selectFrom('suppressions').where('address', '=', address)
    const captured = database.db.selectFrom('capturedMessages').where('recipient', '=', address)
    expect(await suppressed.select('address').execute()).toHaveLength(1)
    expect(await captured.select('recipient').execute()).toHaveLength(1)

    const eraseBy = { db: database.db, hints: null, now: () => new Date(), newId: v7 }
    await createErasePerson(eraseBy)({ recipient: address }, 'test')
    expect(await row(message)).toMatchObject({ recipient: null })
    expect(await suppressed.select('address').execute()).toEqual([])
    expect(await captured.select('recipient').execute()).toEqual([])
  })

  it('that verifies an address does not release the welcome of another user', async () => {
    const { saved } = somebody('unverified')
    const id = await bellhop.accept(saved(PRODUCTION)('user.created'))
    await bellhop.accept(saved(DEVELOPMENT, 'thief@mail.dev', 'verified')('user.updated'))
    await bellhop.settle()
    expect(await row(id)).toMatchObject({ status: 'queued', reason: 'unverified' })
    expect(resend.accepted.filter(({ to }) => to[0] === 'thief@mail.dev')).toEqual([])
  })

  it('that names a language does not change that of another user', async () => {
    const { saved, email } = somebody()
    await bellhop.accept(saved(PRODUCTION, undefined, undefined, { locale: 'de' })('user.updated'))
    await bellhop.accept(saved(DEVELOPMENT, undefined, undefined, { locale: 'fr' })('user.updated'))
    const id = await bellhop.accept(email('password_changed', PRODUCTION))
    await bellhop.work()
    expect(await row(id)).toMatchObject({ status: 'sent', locale: 'de' })
  })

  it("that deletes a user does not stop another user's message from being sent again", async () => {
    const { id: userId, deleted } = somebody()
    const notice = { kind: 'notice', slug: 'password_changed', content: CONTENT } as const
    const id = await addMessage(database.db, {
      instanceId: PRODUCTION.instance_id,
      ...notice,
      userId,
      status: 'failed',
    })
    await bellhop.accept(deleted(DEVELOPMENT))
    const again = createSendAgain({
      db: database.db,
      enqueue: async () => {},
      cipher: NO_ENCRYPTION,
      now: () => new Date(),
      newId: v7,
    })
    expect(await again.one(id, 'test')).toMatchObject({ kind: 'sent_again' })
  })

  it('erasing by an operator erases the user of every instance', async () => {
    const { id, saved } = somebody()
    for (const instance of [PRODUCTION, DEVELOPMENT]) {
      await bellhop.accept(saved(instance)('user.updated'))
    }
    const eraseBy = { db: database.db, hints: null, now: () => new Date(), newId: v7 }
    expect(await createErasePerson(eraseBy)({ userId: id }, 'test')).toMatchObject({ users: 2 })
  })
})
