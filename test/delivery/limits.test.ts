import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { moveOf } from '../../src/delivery/deliver/settle-unsent.ts'
import { createSendAgain } from '../../src/delivery/send-again.ts'
import { NO_ENCRYPTION } from '../../src/domain/content-cipher.ts'
import { DEFAULT_LIMITS, NO_LIMITS } from '../../src/domain/sending-limits.ts'
import type { Db } from '../../src/store/engine/database.ts'
import { releaseHeldBack } from '../../src/store/message/held-back.ts'
import { readWaiting } from '../../src/store/message/waiting.ts'
import { oldestWaitingCode } from '../../src/store/views/backlog.ts'
import { readCodeTimes } from '../../src/store/views/day.ts'
import { readLanes } from '../../src/store/views/overview.ts'
import type { DeliveryCore } from '../support/delivery-core.ts'
import { ENGINES } from '../support/engines.ts'
import { DAY, HOUR, openPeople, type People, sendMany } from '../support/people.ts'

const MINUTE = 60_000
const TOO_MANY = { status: 'skipped', reason: 'too_many' }

describe.each(ENGINES)('limits on %s', (engine) => {
  let people: People
  let prefix = 415_200

  beforeAll(async () => {
    people = await openPeople(engine)
  })
  afterAll(() => people[Symbol.asyncDispose]())
  // Each test has a day and a range of its own.
  beforeEach(() => {
    people.clock += 2 * DAY
    prefix++
  })

  const number = (last: number, range = prefix) => `+1${range}${String(last).padStart(4, '0')}`
  const limited = (limits = {}) => ({ limits: { ...NO_LIMITS, ...limits } })

  describe('for one recipient', () => {
    it.each(['email', 'sms'] as const)(
      'hold back the sixth code by %s in 10 minutes',
      async (channel) => {
        const core = people.openCore({ channel, ...limited({ codes: DEFAULT_LIMITS.codes }) })
        const person = people.person(channel, core)
        expect(await sendMany(person, 5)).toEqual(Array(5).fill('sent'))
        const { id } = await person.send()
        expect(await core.status(id)).toMatchObject({ ...TOO_MANY, content: expect.anything() })
        expect((await people.person(channel, core).send()).status).toBe('sent')
      },
    )

    it('count links and codes of all slugs together, and each spelling as one person', async () => {
      const core = people.openCore(limited({ codes: [{ count: 2, seconds: 600 }] }))
      const one = people.person('email', core, 'Ada@mail.dev')
      const same = people.person('email', core, 'ada@mail.dev')
      expect((await one.send('verification_code')).status).toBe('sent')
      expect((await same.send('magic_link_sign_in')).status).toBe('sent')
      expect((await one.send('reset_password_code')).status).toBe('skipped')
    })

    it('send the newest one when the window has moved on', async () => {
      const core = people.openCore(limited({ codes: [{ count: 2, seconds: 300 }] }))
      const person = people.person('email', core)
      await sendMany(person, 2)
      const older = (await person.send()).id
      const newest = (await person.send()).id
      people.clock += 4 * MINUTE
      await core.settle()
      expect(await core.status(newest)).toMatchObject(TOO_MANY)
      people.clock += MINUTE
      await core.settle()
      expect(await core.status(newest)).toMatchObject({ status: 'sent', reason: null })
      expect(await core.status(older)).toMatchObject(TOO_MANY)
    })

    it('are no delay of the delivery', async () => {
      const core = people.openCore({
        ...limited({ codes: [{ count: 1, seconds: 300 }] }),
        newId: () => v7({ msecs: people.clock }),
      })
      const person = people.person('email', core)
      await person.send()
      const { id } = await person.send()
      people.clock += 6 * MINUTE
      const at = new Date(people.clock)
      expect(await releaseHeldBack(people.db, at)).toMatchObject([{ id }])
      // The alert on codes that wait, the overview and the metrics begin to count here.
      expect(await oldestWaitingCode(people.db, at)).toMatchObject({ messageId: id, since: at })
      expect((await readLanes(people.db)).map(({ oldest }) => oldest)).toContainEqual(at)
      const [waiting] = await readWaiting(people.db, [id], at)
      expect(waiting && moveOf(waiting, 'sent', at).createdAt).toEqual(at)
      await core.settle()
      expect((await core.status(id)).status).toBe('sent')
      const { now } = await readCodeTimes(people.db, at)
      expect(now).toMatchObject({ count: 2, p95: 0 })
    })

    it('never release a message that has expired, and delete its content', async () => {
      const core = people.openCore(limited({ codes: [{ count: 1, seconds: 3_600 }] }))
      const person = people.person('email', core)
      await person.send()
      const { id } = await person.send()
      people.clock += HOUR
      await core.settle()
      expect(await core.status(id)).toMatchObject({ ...TOO_MANY, content: null })
    })

    it('hold back the fourth notice of a slug in an hour, not those of other slugs', async () => {
      const core = people.openCore(limited({ notices: DEFAULT_LIMITS.notices }))
      const person = people.person('email', core)
      expect(await sendMany(person, 3, 'invitation')).toEqual(Array(3).fill('sent'))
      const { id } = await person.send('invitation')
      expect(await core.status(id)).toMatchObject(TOO_MANY)
      expect((await person.send('password_changed')).status).toBe('sent')
      expect((await person.send()).status).toBe('sent')
      people.clock += HOUR
      await core.settle()
      expect((await core.status(id)).status).toBe('sent')
    })

    it('hold inside one request too, for the newest', async () => {
      const core = people.openCore({
        ...limited({ notices: [{ count: 2, seconds: 3_600 }] }),
        together: true,
      })
      const person = people.person('email', core)
      const ids = [await person.ask('invitation'), await person.ask('invitation')]
      ids.push(await person.ask('invitation'))
      await core.settle()
      expect(await Promise.all(ids.map(async (id) => (await core.status(id)).status))).toEqual([
        'skipped',
        'sent',
        'sent',
      ])
    })

    it('do not count what was not sent', async () => {
      const core = people.openCore({
        ...limited({ codes: [{ count: 1, seconds: 600 }] }),
        together: true,
      })
      const person = people.person('email', core)
      const older = await person.ask()
      const newer = await person.ask()
      await core.settle()
      expect((await core.status(older)).status).toBe('superseded')
      expect((await core.status(newer)).status).toBe('sent')
      expect((await person.send()).status).toBe('skipped')
    })
  })

  describe('and a message that a person sends again', () => {
    const sendAgain = () =>
      createSendAgain({
        db: people.db,
        enqueue: async () => {},
        now: () => new Date(people.clock),
        newId: v7,
        cipher: NO_ENCRYPTION,
      })

    it('is not held back, and is not released later as well', async () => {
      const core = people.openCore(limited({ codes: [{ count: 1, seconds: 300 }] }))
      const person = people.person('email', core)
      await person.send()
      const { id } = await person.send()
      const again = await sendAgain().one(id, 'op')
      const copy = 'messageId' in again ? again.messageId : ''
      await core.settle()
      expect((await core.status(copy)).status).toBe('sent')
      people.clock += 6 * MINUTE
      await core.settle()
      expect(await core.status(id)).toMatchObject(TOO_MANY)
      expect(await sendAgain().whyNot(id)).toBe('resent')
    })

    it('is refused when it was skipped for another reason', async () => {
      const core = people.openCore({ channel: 'sms', checkNumbers: true })
      const { id } = await people.person('sms', core, '+19005551234').send()
      expect(await sendAgain().whyNot(id)).toBe('status')
    })
  })

  it('cost little for someone for whom thousands of messages are held back', async () => {
    const core = people.openCore(limited({ codes: [{ count: 1, seconds: 300 }] }))
    const person = people.person('email', core)
    await person.send()
    const { id } = await person.send()
    await sql`
      insert into bellhop.messages
      select copy.* from bellhop.messages m, generate_series(1, 5000) n, lateral jsonb_populate_record(m,
        jsonb_build_object('id', gen_random_uuid(), 'dedupe_key', m.id || ':' || n)) copy
      where m.id = ${id}`.execute(people.db)
    const before = await rowsRead(people.db)
    expect((await person.send()).status).toBe('skipped')
    expect((await rowsRead(people.db)) - before).toBeLessThan(200)
    people.clock += 6 * MINUTE
    await core.settle()
    const { sent } = await people.db
      .selectFrom('messages')
      .select(sql<number>`count(*) filter (where status = 'sent')::int`.as('sent'))
      .where('dueAt', '>', new Date(people.clock - DAY))
      .executeTakeFirstOrThrow()
    expect(sent).toBe(2)
  })

  describe('for one range of numbers', () => {
    const range = limited({
      newRange: [{ count: 3, seconds: 600 }],
      knownRange: [{ count: 5, seconds: 600 }],
    })
    const sendTo = async (core: DeliveryCore, ...lasts: number[]) => {
      const sent: { id: string; status: string }[] = []
      for (const last of lasts) sent.push(await people.person('sms', core, number(last)).send())
      return sent
    }
    const statuses = (sent: readonly { status: string }[]) => sent.map(({ status }) => status)

    it('hold back more numbers than allowed, and let others flow', async () => {
      const core = people.openCore({ channel: 'sms', ...range })
      const sent = await sendTo(core, 1, 2, 3, 4, 1)
      expect(statuses(sent)).toEqual(['sent', 'sent', 'sent', 'skipped', 'sent'])
      expect(await core.status(sent[3]?.id ?? '')).toMatchObject(TOO_MANY)
      expect((await people.person('sms', core, number(1, 212_555)).send()).status).toBe('sent')
      people.clock += 10 * MINUTE
      expect(statuses(await sendTo(core, 5))).toEqual(['sent'])
    })

    it('do not allow more because the numbers of an attack get their SMS', async () => {
      const core = people.openCore({ channel: 'sms', ...range })
      for (const last of [1, 2, 3]) {
        const one = people.person('sms', core, number(last))
        await one.isDelivered((await one.send()).id)
      }
      expect(statuses(await sendTo(core, 4, 1))).toEqual(['skipped', 'sent'])
    })

    it('allow more where an SMS was delivered before, and every number that got one', async () => {
      const core = people.openCore({ channel: 'sms', ...range })
      const known = people.person('sms', core, number(99))
      await known.isDelivered((await known.send()).id)
      people.clock += DAY
      expect(statuses(await sendTo(core, 1, 2, 3, 4, 5, 6))).toEqual([
        ...Array(5).fill('sent'),
        'skipped',
      ])
      expect((await known.send()).status).toBe('sent')
    })
  })

  describe('by the numbering plan', () => {
    it.each([
      ['+19005551234', 'no_recipient', 'premium_rate'],
      ['+881612345678', 'no_recipient', 'satellite'],
      ['+870773111632', 'no_recipient', 'satellite'],
      ['+442079460018', 'no_recipient', 'fixed_line'],
      ['+12345', 'no_recipient', null],
      ['+19995552671', 'no_recipient', 'unassigned'],
      ['+447400123456', 'country', 'GB'],
      ['+14155552671', null, null],
      ['+16045552368', null, null],
    ])('%s: %s (%s)', async (to, reason, detail) => {
      const core = people.openCore({
        channel: 'sms',
        checkNumbers: true,
        smsCountries: ['US', 'CA'],
      })
      const { id } = await people.person('sms', core, to).send()
      expect(await core.status(id)).toMatchObject({ reason, detail })
    })
  })
})

// Of the tables, by all connections that have reported.
async function rowsRead(db: Db): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(db).catch(() => {})
  const { rows } = await sql<{ read: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_user_tables
    where schemaname = 'bellhop'`.execute(db)
  return rows[0]?.read ?? Number.NaN
}
