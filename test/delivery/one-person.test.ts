import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createErasePerson, type ErasePerson } from '../../src/delivery/erase-person.ts'
import { createSendAgain } from '../../src/delivery/send-again.ts'
import { NO_ENCRYPTION } from '../../src/domain/content-cipher.ts'
import { parseRecipient } from '../../src/domain/recipient.ts'
import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import { erase } from '../../src/store/message/erase.ts'
import { isRefusedToOthersToo } from '../../src/store/message/refusals.ts'
import { listCaptured, saveCaptured } from '../../src/store/views/captured-messages.ts'
import { listMessages } from '../../src/store/views/ledger.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { emailCreated, userEvent } from '../support/clerk-events.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { openDeliveryCore } from '../support/delivery-core.ts'
import { ENGINES } from '../support/engines.ts'
import { addMessage } from '../support/ledger-rows.ts'
import { administer, databaseUrl } from '../support/postgres-server.ts'
import { openResendServer, type ResendServer } from '../support/resend-server.ts'

describe.each(ENGINES)('a person on %s', (engine) => {
  const database = databaseForAll(engine)
  let resend: ResendServer
  const clock = Date.now()
  const now = () => new Date(clock)
  let people = 0

  beforeAll(async () => {
    resend = await openResendServer({ now })
  })
  beforeEach(() => resend.faults.clear())
  afterAll(() => resend.close())

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
  const erasePerson = (...whom: Parameters<ErasePerson>) =>
    createErasePerson({ db: database.db, hints: null, now, newId: v7 })(...whom)
  const code = (address: string, at = clock, envelope: object = {}) =>
    emailCreated({ to_email_address: address }, { timestamp: at, ...envelope })

  it('with an international domain gets messages in punycode, with the spelling of the event', async () => {
    const bellhop = core()
    await bellhop.accept(code('Jan.K@München.test'))
    await bellhop.work()
    expect(resend.accepted.at(-1)?.to).toEqual(['Jan.K@xn--mnchen-3ya.test'])
  })

  it.each([
    ['case', 'Case.One@Mail.dev', 'case.one@mail.DEV'],
    ['punycode', 'puny@münchen.test', 'puny@xn--mnchen-3ya.test'],
    ['Unicode normalisation', 'norm@mu\u0308nchen.test', 'norm@m\u00fcnchen.test'],
  ])('is the same, whatever the %s of the address', async (_, one, other) => {
    const bellhop = core()
    const older = await bellhop.accept(code(one, clock - 1_000))
    const newer = await bellhop.accept(code(other))
    await bellhop.settle()
    const statuses = [await bellhop.status(older), await bellhop.status(newer)]
    // The older code was sent first, or not at all.
    expect(statuses.map(({ status }) => status)).toEqual(['sent', 'sent'])
    const late = await bellhop.accept(code(one, clock - 2_000))
    await bellhop.settle()
    expect(await bellhop.status(late)).toMatchObject({ status: 'superseded' })
  })

  it.each([
    ['ins_production', 'superseded'],
    // The only reason is that the content of a failed code is deleted.
    ['ins_development', 'content_gone'],
  ])('has a failed code that a newer one of %s leaves %s', async (instanceId, reason) => {
    const bellhop = core()
    const address = `two-${people++}@mail.dev`
    resend.faults.next({ kind: 'answer', status: 422 })
    const id = await bellhop.accept(code(address, clock - 1_000, { instance_id: 'ins_production' }))
    await bellhop.work()
    expect(await bellhop.status(id)).toMatchObject({ status: 'failed' })
    await bellhop.accept(code(address, clock, { instance_id: instanceId }))
    await bellhop.work()
    const again = createSendAgain({
      db: database.db,
      enqueue: async () => {},
      now,
      newId: () => crypto.randomUUID(),
      cipher: NO_ENCRYPTION,
    })
    expect(await again.one(id, 'test')).toEqual({ kind: 'refused', reason })
  })

  it.each(['verification_code', 'password_changed'])(
    'that is deleted gets no earlier %s any more',
    async (slug) => {
      const bellhop = core()
      const userId = `user_gone_${slug}`
      await bellhop.accept(userEvent('user.deleted', { id: userId }, { timestamp: clock }))
      const before = await bellhop.accept(
        emailCreated({ slug, user_id: userId }, { timestamp: clock - 5_000 }),
      )
      expect(await bellhop.status(before)).toMatchObject({ status: 'skipped', reason: 'erased' })
    },
  )

  it.each(['is known', 'was known to an earlier version'])(
    'whose address %s is erased by every spelling of it',
    async (known) => {
      const bellhop = core()
      for (const spelling of ['ida@zürich.dev', 'ida@xn--zrich-kva.dev', 'IDA@zu\u0308rich.dev']) {
        const id = `user_ida_${people++}`
        const contact = { id: 'idn_1', email_address: 'Ida@Zürich.dev' }
        const data = { id, primary_email_address_id: 'idn_1', email_addresses: [contact] }
        await bellhop.accept(userEvent('user.updated', data))
        const stored = database.db.selectFrom('users').select('emailAddress').where('id', '=', id)
        expect(await stored.execute()).toEqual([{ emailAddress: 'Ida@xn--zrich-kva.dev' }])
        if (known !== 'is known') {
          const raw = { emailAddress: contact.email_address }
          await database.db.updateTable('users').set(raw).where('id', '=', id).execute()
        }
        const recipient = parseRecipient('email', spelling) ?? ''
        expect(await erasePerson({ recipient }, 'test')).toMatchObject({ users: 1 })
        expect(await stored.execute()).toEqual([])
      }
    },
  )

  it('that Clerk deletes is erased under every spelling of the address', async () => {
    const bellhop = core()
    const userId = 'user_known_before'
    const raw = { emailAddress: 'Uwe@Zürich.dev' }
    await bellhop.accept(userEvent('user.updated', { id: userId }))
    await database.db.updateTable('users').set(raw).where('id', '=', userId).execute()
    const id = await bellhop.accept(code('uwe@zürich.dev'))
    await bellhop.accept(userEvent('user.deleted', { id: userId }))
    expect(await bellhop.status(id)).toMatchObject({ status: 'skipped', reason: 'erased' })
  })

  it('that is refused twice counts as one recipient', async () => {
    // Later than all messages of the tests above.
    const refusedAt = new Date(now().getTime() + 1)
    const refused = { status: 'queued', provider: 'resend', refusedAt } as const
    const [id = ''] = await Promise.all(
      ['Twice@mail.dev', 'twice@mail.dev'].map((recipient) =>
        addMessage(database.db, { ...refused, recipient }),
      ),
    )
    expect(await isRefusedToOthersToo(database.db, id)).toBe(false)
    await addMessage(database.db, { ...refused, recipient: 'another@mail.dev' })
    expect(await isRefusedToOthersToo(database.db, id)).toBe(true)
  })
})

// Such a database folds only ASCII letters. PGlite has no choice of locales.
it.skipIf(!ENGINES.includes('postgres'))(
  'a person is found and erased as spelled, also in a database of the locale C',
  async () => {
    const server = inject('postgres')?.url ?? ''
    const name = `bellhop_test_${randomUUID().replaceAll('-', '')}`
    await administer(
      server,
      `create database "${name}" template template0 encoding 'UTF8' lc_ctype 'C' lc_collate 'C'`,
    )
    try {
      const { db, close } = await openPostgres(databaseUrl(server, name), { onError: () => {} })
      const recipient = 'JÜRGEN@mail.dev'
      const id = await addMessage(db, { status: 'sent', recipient })
      await saveCaptured(db, { id, channel: 'email', slug: null, to: recipient }, new Date())
      expect(await listCaptured(db, { to: recipient, limit: 1 })).toHaveLength(1)
      expect((await listMessages(db, { recipient, limit: 1 })).messages).toHaveLength(1)
      const whom = { userIds: [], recipients: [recipient], instanceId: null }
      expect(await erase(db, whom, new Date())).toMatchObject({ messages: 1 })
      expect(await listCaptured(db, { limit: 1 })).toEqual([])
      await close()
    } finally {
      await administer(server, `drop database "${name}" with (force)`)
    }
  },
)
