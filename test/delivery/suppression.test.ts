import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listSuppressions, suppressByHand } from '../../src/store/suppressions.ts'
import { ENGINES } from '../support/engines.ts'
import { DAY, HOUR, openPeople, type People } from '../support/people.ts'

describe.each(ENGINES)('an address on %s', (engine) => {
  let people: People

  beforeAll(async () => {
    people = await openPeople(engine)
  })
  afterAll(() => people[Symbol.asyncDispose]())

  describe('whose email bounced', () => {
    it('gets nothing, and one code after seven days', async () => {
      const { send, bounces } = people.person('email')
      await bounces((await send()).id)
      expect((await send()).status).toBe('skipped')
      people.clock += 7 * DAY
      expect((await send('password_changed')).status).toBe('skipped')
      const { id, status } = await send()
      expect(status).toBe('sent')
      expect((await send()).status).toBe('skipped')
      await bounces(id)
      people.clock += 6 * DAY
      expect((await send()).status).toBe('skipped')
      people.clock += DAY
      expect((await send()).status).toBe('sent')
    })

    it('gets everything again when a message is delivered', async () => {
      const { send, bounces, isDelivered } = people.person('email')
      const first = await send()
      await bounces(first.id)
      // A late report on the message that bounced.
      await isDelivered(first.id)
      expect((await send()).status).toBe('skipped')
      people.clock += 7 * DAY
      await isDelivered((await send()).id)
      expect((await send('password_changed')).status).toBe('sent')
    })
  })

  describe('that an operator put on the list', () => {
    it.each([
      ['all', 'skipped'],
      ['unasked', 'sent'],
    ] as const)('with the scope %s stays there, whatever is reported', async (scope, code) => {
      const address = `by-hand-${scope}@mail.dev`
      const { send, bounces, complains, isDelivered } = people.person('email', undefined, address)
      const { id } = await send()
      const input = { channel: 'email', address, scope, note: null, actor: 'local' } as const
      await suppressByHand(people.db, input, new Date(people.clock))
      expect((await send('password_changed')).status).toBe('skipped')
      const later = await send()
      expect(later.status).toBe(code)
      await isDelivered(later.id)
      await complains(later.id)
      expect((await send()).status).toBe(code)
      await bounces(id)
      people.clock += 8 * DAY
      expect((await send()).status).toBe('skipped')
    })
  })

  describe('whose reader complained', () => {
    it('gets requested messages, and no notices', async () => {
      const { send, complains } = people.person('email')
      await complains((await send('password_changed')).id)
      expect((await send('password_changed')).status).toBe('skipped')
      expect((await send('invitation')).status).toBe('skipped')
      for (const slug of ['verification_code', 'reset_password_code', 'magic_link_sign_in']) {
        expect((await send(slug)).status).toBe('sent')
      }
    })

    it('gets nothing after a second complaint within a day', async () => {
      const { send, complains } = people.person('email')
      await complains((await send()).id)
      const { id } = await send()
      await complains(id)
      expect((await send()).status).toBe('skipped')
      people.clock += 30 * DAY
      expect((await send()).status).toBe('skipped')
    })

    it('gets no notices, also when a message is delivered after a bounce', async () => {
      const { send, complains, bounces, isDelivered } = people.person('email')
      await complains((await send()).id)
      await bounces((await send()).id)
      expect((await send()).status).toBe('skipped')
      people.clock += 8 * DAY
      await isDelivered((await send()).id)
      expect((await send('password_changed')).status).toBe('skipped')
      expect((await send('invitation')).status).toBe('skipped')
      expect((await send()).status).toBe('sent')
    })

    it.each([
      ['before', false],
      ['after', true],
    ])(
      'gets codes and no notices after a complaint about a try, %s the delivery is reported',
      async (_, after) => {
        const { send, complains, bounces, isDelivered } = people.person('email')
        await bounces((await send()).id)
        people.clock += 8 * DAY
        const { id } = await send()
        if (after) await isDelivered(id)
        await complains(id)
        if (!after) await isDelivered(id)
        expect((await send('password_changed')).status).toBe('skipped')
        expect((await send()).status).toBe('sent')
      },
    )

    it('is listed with the complaint during a bounce and after it', async () => {
      const { send, complains, bounces, isDelivered } = people.person('email')
      const [first, late] = [await send(), await send()]
      const listed = async () => {
        const { suppressions } = await listSuppressions(people.db, { limit: 50 })
        return suppressions.filter(({ messageId }) => [first.id, late.id].includes(messageId ?? ''))
      }
      await bounces(first.id)
      await complains(late.id)
      expect(await listed()).toMatchObject([
        { reason: 'bounce, complaint', scope: 'all', messageId: first.id },
      ])
      people.clock += 8 * DAY
      await isDelivered((await send()).id)
      expect(await listed()).toMatchObject([
        { reason: 'complaint', scope: 'unasked', messageId: late.id },
      ])
    })

    it('gets codes when one complaint is reported again after another', async () => {
      const { send, complains } = people.person('email')
      const first = await send()
      await complains(first.id)
      people.clock += 2 * DAY
      await complains((await send()).id)
      await complains(first.id)
      expect((await send()).status).toBe('sent')
      expect((await send('password_changed')).status).toBe('skipped')
    })

    it('still gets codes after a second complaint two days later', async () => {
      const { send, complains } = people.person('email')
      await complains((await send()).id)
      people.clock += 2 * DAY
      await complains((await send()).id)
      expect((await send()).status).toBe('sent')
      expect((await send('password_changed')).status).toBe('skipped')
    })
  })

  describe('that an SMS could not reach', () => {
    it('is tried again after one report, and after two on one day', async () => {
      const { send, bounces } = people.person('sms')
      people.clock = Math.ceil(people.clock / DAY) * DAY + HOUR
      await bounces((await send()).id)
      const { id, status } = await send()
      expect(status).toBe('sent')
      await bounces(id)
      expect((await send()).status).toBe('sent')
    })

    it('gets nothing after reports on two days', async () => {
      const { send, bounces } = people.person('sms')
      await bounces((await send()).id)
      people.clock += DAY
      await bounces((await send()).id)
      expect((await send()).status).toBe('skipped')
    })

    it('is tried again after two reports about one message, on two days', async () => {
      const { send, bounces } = people.person('sms')
      people.clock = Math.ceil(people.clock / DAY) * DAY - 2 * 60_000
      const { id } = await send()
      await bounces(id)
      people.clock += 3 * 60_000
      await bounces(id)
      expect((await send()).status).toBe('sent')
    })

    it('is tried again when a message that was counted is reported again after another', async () => {
      const { send, bounces } = people.person('sms')
      people.clock = Math.ceil(people.clock / DAY) * DAY + HOUR
      const first = await send()
      await bounces(first.id)
      await bounces((await send()).id)
      people.clock += DAY
      await bounces(first.id)
      expect((await send()).status).toBe('sent')
    })

    it('is tried again when the reports are more than thirty days apart', async () => {
      const { send, bounces } = people.person('sms')
      await bounces((await send()).id)
      people.clock += 31 * DAY
      await bounces((await send()).id)
      expect((await send()).status).toBe('sent')
      people.clock += 29 * DAY
      await bounces((await send()).id)
      expect((await send()).status).toBe('skipped')
    })

    it('counts from zero when a message is delivered between the reports', async () => {
      const { send, bounces, isDelivered } = people.person('sms')
      await bounces((await send()).id)
      people.clock += DAY
      await isDelivered((await send()).id)
      await bounces((await send()).id)
      expect((await send()).status).toBe('sent')
    })
  })
})
