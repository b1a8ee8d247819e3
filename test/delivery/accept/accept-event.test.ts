import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { parseClerkEvent } from '../../../src/clerk/events.ts'
import { createAcceptEvent } from '../../../src/delivery/accept/accept-event.ts'
import type { AcceptancePolicy } from '../../../src/delivery/accept/policy.ts'
import { createFreshMessages, type FreshMessages } from '../../../src/delivery/fresh-messages.ts'
import { NO_ENCRYPTION } from '../../../src/domain/content-cipher.ts'
import { onlyBrand } from '../../../src/domain/instance-settings.ts'
import type { MessageRef } from '../../../src/domain/message-ref.ts'
import { NO_PACE } from '../../../src/domain/pace.ts'
import { lookUpNumber } from '../../../src/runtime/phone-number.ts'
import type { OpenMessage } from '../../../src/store/message/open-message.ts'
import { readWaiting } from '../../../src/store/message/waiting.ts'
import { listMessages } from '../../../src/store/views/ledger.ts'
import { emailCreated, smsCreated, userEvent } from '../../support/clerk-events.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { ENGINES } from '../../support/engines.ts'
import { NO_HAND_OVER } from '../../support/no-hand-over.ts'

const policy: AcceptancePolicy = {
  welcomeEmail: true,
  settingsOf: () => onlyBrand(),
  lookUpNumber,
  checkNumbers: false,
  testRecipients: {},
  captured: { email: false, sms: false },
  exampleEmailAddress: 'johndoe@acme.com',
}

describe.each(ENGINES)('accepting events on %s', (engine) => {
  const database = databaseForAll(engine)
  let refs: MessageRef[]
  let commits: number
  let given: MessageRef[]
  let fresh: FreshMessages

  /** Its workers have room for `room` messages. */
  function acceptor(options: Partial<AcceptancePolicy> = {}, room = 0) {
    given = []
    fresh = createFreshMessages()
    refs = []
    commits = 0
    const accept = createAcceptEvent({
      db: database.db,
      cipher: NO_ENCRYPTION,
      enqueue: async (added) => {
        commits++
        refs.push(...added)
      },
      fresh,
      handOver: {
        withRoom: (some) => some.slice(0, room),
        give: (some) => given.push(...some),
      },
      policy: { ...policy, ...options },
      now: () => new Date(),
      newId: v7,
      pace: NO_PACE,
    })
    return (svixId: string, body: unknown) => {
      const parsed = parseClerkEvent(body)
      if (parsed.kind !== 'event') throw new Error(parsed.kind)
      return accept({ endpoint: 'clerk', svixId, event: parsed.event })
    }
  }

  it('stores the message and enqueues a job for it', async () => {
    const accept = acceptor()
    const answer = await accept('a1', emailCreated())
    expect(answer).toEqual({ status: 'accepted', messageId: expect.any(String) })
    expect(refs).toEqual([
      { id: 'messageId' in answer && answer.messageId, channel: 'email', priority: 40 },
    ])
  })

  it('hands over as many messages as the workers have room for, and enqueues the others', async () => {
    const accept = acceptor({}, 2)
    const event = emailCreated()
    const answers = await Promise.all(
      [event, event, emailCreated(), emailCreated()].map((one, index) => accept(`h${index}`, one)),
    )
    const ids = answers.map((answer) => 'messageId' in answer && answer.messageId)
    // The second event is the first one again, so it has no message of its own to hand over.
    expect(given.map(({ id }) => id)).toEqual([ids[0]])
    expect(refs.map(({ id }) => id)).toEqual([ids[2], ids[3]])
  })

  it('hands over the message as its row is', async () => {
    const accept = acceptor({}, 3)
    const user = { id: 'user_fresh', locale: 'de-AT' }
    await accept('f0', userEvent('user.created', user))
    const answers = [
      await accept('f1', emailCreated({ user_id: user.id })),
      await accept('f2', emailCreated({ slug: 'password_changed', user_id: 'user_unknown' })),
      await accept('f3', smsCreated()),
    ]
    const ids = answers.map((answer) => ('messageId' in answer && answer.messageId) || '')
    const inOrder = (messages: OpenMessage[]) =>
      messages.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    const rows = inOrder(await readWaiting(database.db, ids, new Date()))
    expect(inOrder(fresh.take(ids))).toEqual(rows)
    expect(rows.map(({ userLocale }) => userLocale)).toEqual(['de-AT', null, null])
  })

  it('hands over nothing that is not stored', async () => {
    const accept = acceptor({}, 2)
    await expect(accept('h9', emailCreated({ user_id: 'a\u0000b' }))).rejects.toThrow()
    expect(given).toEqual([])
  })

  it('makes one message when an event arrives a hundred times at once', async () => {
    const accept = acceptor()
    const event = emailCreated()
    const answers = await Promise.all(Array.from({ length: 100 }, () => accept('a2', event)))
    expect(answers.filter(({ status }) => status === 'accepted')).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 'duplicate')).toHaveLength(99)
    expect(new Set(answers.map((answer) => 'messageId' in answer && answer.messageId)).size).toBe(1)
    expect(refs).toHaveLength(1)
  })

  it('recognises the same email under another svix-id, and records it', async () => {
    const accept = acceptor()
    const event = emailCreated()
    const first = await accept('a3', event)
    const second = await accept('a4', event)
    expect(second).toEqual({ ...first, status: 'duplicate' })
    const recorded = await database.db
      .selectFrom('events')
      .select(['outcome', 'messageId'])
      .where('svixId', '=', 'a4')
      .executeTakeFirstOrThrow()
    expect(recorded).toEqual({
      outcome: 'duplicate',
      messageId: 'messageId' in first && first.messageId,
    })
  })

  it('commits events together that arrive together', async () => {
    const accept = acceptor()
    await Promise.all(Array.from({ length: 50 }, (_, index) => accept(`b${index}`, emailCreated())))
    expect(refs).toHaveLength(50)
    expect(commits).toBe(1)
  })

  it('refuses only the event that cannot be stored', async () => {
    const accept = acceptor()
    const bad = emailCreated({ user_id: 'a\u0000b' })
    const results = await Promise.allSettled([
      accept('c1', emailCreated()),
      accept('c2', bad),
      accept('c3', emailCreated()),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it.each([
    [
      'a life of a million years',
      { slug: 'invitation', data: { invitation: { expires_in_days: 1e12 } } },
      {},
    ],
    ['minutes without end', { slug: 'magic_link_sign_in', data: { ttl_minutes: 1e300 } }, {}],
    ['a slug that every object has', { slug: 'constructor' }, {}],
    ['another one', { slug: '__proto__' }, {}],
    ['a time in microseconds', {}, { timestamp: Date.now() * 1_000 }],
  ])('accepts an event with %s', async (_, data, envelope) => {
    const accept = acceptor()
    expect(await accept(v7(), emailCreated(data, envelope))).toMatchObject({ status: 'accepted' })
  })

  it('stores nothing when the job cannot be made', async () => {
    const accept = createAcceptEvent({
      db: database.db,
      cipher: NO_ENCRYPTION,
      enqueue: async () => {
        throw new Error('no queue')
      },
      fresh: createFreshMessages(),
      handOver: NO_HAND_OVER,
      policy,
      now: () => new Date(),
      newId: v7,
      pace: NO_PACE,
    })
    const parsed = parseClerkEvent(emailCreated({ to_email_address: 'kept@nowhere.dev' }))
    if (parsed.kind !== 'event') throw new Error()
    await expect(accept({ endpoint: 'clerk', svixId: 'd1', event: parsed.event })).rejects.toThrow(
      'no queue',
    )
    const page = await listMessages(database.db, { recipient: 'kept@nowhere.dev', limit: 10 })
    expect(page.messages).toEqual([])
    const events = await database.db
      .selectFrom('events')
      .selectAll()
      .where('svixId', '=', 'd1')
      .execute()
    expect(events).toEqual([])
  })

  it.each([
    ['delivered_by_clerk', { delivered_by_clerk: true }],
    ['no_recipient', { to_email_address: '' }],
    ['no_recipient', { to_email_address: null }],
    ['no_recipient', { to_email_address: 'a@b.dev, c@d.dev' }],
    ['no_recipient', { to_email_address: 'a@b.dev\r\nBcc: c@d.dev' }],
    ['test_recipient', { to_email_address: 'ada+clerk_test@mail.dev' }],
  ])('skips an event with %s and keeps it in the ledger: %j', async (reason, data) => {
    const answer = await acceptor()(v7(), emailCreated(data))
    expect(answer).toEqual({ status: 'skipped', reason, messageId: expect.any(String) })
    expect(refs).toEqual([])
  })

  it('delivers a link to a test address, as Clerk does', async () => {
    const accept = acceptor()
    const data = { slug: 'magic_link_sign_in', to_email_address: 'ada+clerk_test@mail.dev' }
    expect(await accept(v7(), emailCreated(data))).toMatchObject({ status: 'accepted' })
  })

  it('records a code as expired by the time of the event', async () => {
    const elevenMinutes = Date.now() - 11 * 60_000
    expect(await acceptor()(v7(), emailCreated({}, { timestamp: elevenMinutes }))).toMatchObject({
      status: 'expired',
    })
    const inSeconds = Math.floor(elevenMinutes / 1000)
    expect(await acceptor()(v7(), emailCreated({}, { timestamp: inSeconds }))).toMatchObject({
      status: 'expired',
    })
  })

  it('welcomes a user once', async () => {
    const accept = acceptor()
    const event = userEvent('user.created')
    expect(await accept(v7(), event)).toMatchObject({ status: 'accepted' })
    expect(await accept(v7(), event)).toMatchObject({ status: 'duplicate' })
    const { messages } = await listMessages(database.db, { slug: 'welcome', limit: 1 })
    expect(messages[0]?.recipient).toBe(`u***@mail.dev`)
  })

  it.each([
    ['is switched off', { welcomeEmail: false }, {}, {}, { status: 'skipped', reason: 'disabled' }],
    ['comes a day late', {}, {}, { timestamp: Date.now() - 25 * 3_600_000 }, { status: 'expired' }],
    [
      'has no address to go to',
      {},
      { primary_email_address_id: null },
      {},
      { status: 'skipped', reason: 'no_recipient' },
    ],
  ])('stores the user when the welcome %s', async (_, options, data, envelope, expected) => {
    const event = userEvent('user.created', data, envelope)
    expect(await acceptor(options)(v7(), event)).toMatchObject(expected)
    const { db } = database
    const id = event.data.id as string
    expect(await db.selectFrom('users').selectAll().where('id', '=', id).execute()).toHaveLength(1)
  })

  it('stores the newest state of a user, in whatever order the events arrive', async () => {
    const accept = acceptor()
    const t = Date.now()
    const created = userEvent('user.created', {}, { timestamp: t - 3000 })
    const id = created.data.id as string
    const newer = userEvent(
      'user.updated',
      { id, first_name: 'Newer', locale: 'de_DE' },
      { timestamp: t - 1000 },
    )
    const older = userEvent('user.updated', { id, first_name: 'Older' }, { timestamp: t - 2000 })
    await accept(v7(), newer)
    await accept(v7(), older)
    await accept(v7(), created)
    const user = () =>
      database.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
    expect(await user()).toMatchObject({ firstName: 'Newer', locale: 'de-DE' })
    expect(await accept(v7(), userEvent('user.deleted', { id }))).toEqual({ status: 'synced' })
    expect(await user()).toBeUndefined()
    await accept(v7(), userEvent('user.updated', { id }, { timestamp: t }))
    expect(await user()).toBeUndefined()
  })
})
