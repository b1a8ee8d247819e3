import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.ts'
import { DAY, openPeople, type People, sendMany } from '../support/people.ts'

const MINUTE = 60_000
const BUDGET = { status: 'skipped', reason: 'budget' }

describe.each(ENGINES)('the segments of a day on %s', (engine) => {
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

  const number = (last: number) => `+1${prefix}${String(last).padStart(4, '0')}`

  it('hold back what goes beyond them, but for codes to numbers that got an SMS before', async () => {
    const core = people.openCore({ channel: 'sms', dailySegments: 10 })
    const known = people.person('sms', core, number(99))
    await known.isDelivered((await known.send()).id)
    people.clock += DAY
    const person = people.person('sms', core, number(1))
    expect(await sendMany(person, 10)).toEqual(Array(10).fill('sent'))
    expect(await core.status((await person.send()).id)).toMatchObject(BUDGET)
    expect(await sendMany(known, 3)).toEqual(['sent', 'sent', 'skipped'])
    people.clock += DAY
    expect((await person.send()).status).toBe('sent')
  })

  it('do not count an SMS that the provider refuses', async () => {
    const core = people.openCore({ channel: 'sms', dailySegments: 2 })
    const person = people.person('sms', core, number(1))
    const invalid = { code: 21211, message: 'Invalid number', status: 400 }
    for (let n = 0; n < 3; n++) {
      people.twilio.faults.next({ kind: 'answer', status: 400, body: invalid })
      expect((await person.send()).status).toBe('failed')
    }
    expect(await sendMany(person, 3)).toEqual(['sent', 'sent', 'skipped'])
  })

  it('have room for the next try of an SMS that the provider put off', async () => {
    const core = people.openCore({ channel: 'sms', dailySegments: 2 })
    const person = people.person('sms', core, number(1))
    await person.send()
    people.twilio.faults.next({ kind: 'answer', status: 429 })
    const { id } = await person.send()
    expect((await core.status(id)).status).toBe('queued')
    people.clock += MINUTE
    await core.settle()
    expect(await core.status(id)).toMatchObject({ status: 'sent', attempts: 2 })
    expect((await person.send()).status).toBe('skipped')
  })

  it('count an SMS that may have been sent', async () => {
    const core = people.openCore({ channel: 'sms', dailySegments: 1 })
    const person = people.person('sms', core, number(1))
    people.twilio.faults.next({ kind: 'reset_after_accepting' })
    expect((await person.send()).status).toBe('unknown')
    expect((await people.person('sms', core, number(2)).send()).status).toBe('skipped')
  })
})
