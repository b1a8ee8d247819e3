import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeliveryCore } from '../../support/delivery-core.ts'
import { ENGINES } from '../../support/engines.ts'
import type { Fault } from '../../support/fault.ts'
import { DAY, openPeople, type People } from '../../support/people.ts'

const STOP: Fault = {
  kind: 'answer',
  status: 401,
  body: { statusCode: 401, name: 'restricted_api_key' },
}

describe.each(ENGINES)('an address that bounced seven days ago, on %s', (engine) => {
  let people: People

  beforeAll(async () => {
    people = await openPeople(engine)
  })
  afterAll(() => people[Symbol.asyncDispose]())

  const statuses = (core: DeliveryCore, ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await core.status(id)).status))

  it.each<[string, Fault]>([
    ['a 429', { kind: 'answer', status: 429 }],
    ['a stop', STOP],
    ['a server error', { kind: 'answer', status: 500 }],
    ['no answer', { kind: 'reset_after_accepting' }],
  ])('gets the same code, and no other, after %s', async (_, fault) => {
    const core = people.openCore()
    const { ask, send, isDelivered } = await people.whoBounced(core)
    people.resend.faults.next(fault)
    const code = await ask()
    await core.work()
    const other = await send('reset_password_code')
    expect(other.status).toBe('skipped')
    people.clock += 30_000
    await core.settle()
    expect(await statuses(core, [code])).toEqual(['sent'])
    expect((await send()).status).toBe('skipped')
    await isDelivered(code)
    expect((await send()).status).toBe('sent')
  })

  it('gets the code whose batch was refused', async () => {
    const core = people.openCore({ together: true })
    const { ask } = await people.whoBounced(core)
    people.resend.faults.next({ kind: 'answer', status: 422 })
    const ids = [await ask(), await people.person('email', core).ask()]
    await core.work()
    expect(await statuses(core, ids)).toEqual(['queued', 'queued'])
    people.clock += 30_000
    await core.settle()
    expect(await statuses(core, ids)).toEqual(['sent', 'sent'])
  })

  it('gets the code whose request was never made', async () => {
    let late = 0
    const core = people.openCore({
      together: true,
      newId() {
        people.clock += late
        late = 0
        return v7()
      },
    })
    const { ask } = await people.whoBounced(core)
    const other = await people.person('email', core).ask()
    people.clock += 500_000
    const code = await ask()
    late = 200_000
    await core.work()
    expect(await statuses(core, [other, code])).toEqual(['expired', 'queued'])
    people.clock += 30_000
    await core.settle()
    expect(await statuses(core, [code])).toEqual(['sent'])
  })

  it('gets the newest of the codes that wait', async () => {
    const core = people.openCore({ together: true })
    const { ask } = await people.whoBounced(core)
    const ids = [await ask('reset_password_code'), await ask(), await ask()]
    await core.work()
    expect(await statuses(core, ids)).toEqual(['skipped', 'superseded', 'sent'])
  })

  it('gets another code when the first has expired without being sent', async () => {
    const core = people.openCore({ together: true })
    const { ask, send } = await people.whoBounced(core)
    people.resend.faults.next(STOP)
    const dead = await ask()
    await core.work()
    people.clock += DAY
    const code = await ask()
    await core.settle()
    expect(await statuses(core, [dead, code])).toEqual(['expired', 'sent'])
    expect((await send()).status).toBe('skipped')
  })

  it('gets another code when the first was refused', async () => {
    const { send } = await people.whoBounced(people.openCore())
    people.resend.faults.next({ kind: 'answer', status: 422 })
    expect((await send()).status).toBe('failed')
    expect((await send()).status).toBe('sent')
    expect((await send()).status).toBe('skipped')
  })
})
