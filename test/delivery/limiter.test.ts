import { beforeEach, describe, expect, it } from 'vitest'
import { createLimiter, type Limiter } from '../../src/delivery/limiter.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { ENGINES } from '../support/engines.ts'
import { addMessage } from '../support/ledger-rows.ts'

describe.each(ENGINES)('a limiter on %s', (engine) => {
  const database = databaseForAll(engine)
  let clock: number
  let changes: (string | null)[]
  let released: string[]
  const never = new AbortController().signal

  beforeEach(async () => {
    clock = Date.UTC(2026, 10, 21)
    changes = []
    released = []
    await database.db.deleteFrom('transports').execute()
  })

  function limiter(startingRate: number | null): Promise<Limiter> {
    return createLimiter({
      db: database.db,
      provider: 'resend',
      startingRate,
      now: () => new Date(clock),
      sleep: async (ms) => {
        clock += ms
      },
      onChange: (stoppedBy) => changes.push(stoppedBy),
      enqueue: async (refs) => void released.push(...refs.map(({ id }) => id)),
    })
  }

  async function timesOf(one: Limiter, count: number): Promise<number[]> {
    const started = clock
    const times: number[] = []
    for (let i = 0; i < count; i++) {
      await one.permit(never)
      times.push(clock - started)
    }
    return times
  }

  it('spaces requests evenly, slightly slower than allowed', async () => {
    expect(await timesOf(await limiter(2), 4)).toEqual([0, 550, 1100, 1650])
  })

  it('shares its rate with the other instances', async () => {
    const [one, other] = [await limiter(2), await limiter(2)]
    await one.permit(never)
    await other.permit(never)
    await one.permit(never)
    expect(clock - Date.UTC(2026, 10, 21)).toBe(1100)
  })

  it('adopts the rate that the provider names, per window', async () => {
    const one = await limiter(2)
    await one.onResponse({ 'ratelimit-limit': '20', 'ratelimit-policy': '20;w=2' }, 200)
    expect(await timesOf(one, 3)).toEqual([0, 110, 220])
  })

  it('has no limit after a success that names none, and keeps its limit when a gateway fails', async () => {
    const one = await limiter(2)
    await one.onResponse({}, 502)
    expect(await timesOf(one, 2)).toEqual([0, 550])
    await one.onResponse({}, 200)
    expect(await timesOf(one, 3)).toEqual([0, 0, 0])
  })

  it.each([2, null])('waits as long as the provider asks, at a rate of %s', async (rate) => {
    const one = await limiter(rate)
    await one.onResponse(
      { 'retry-after': '7', ...(rate ? { 'ratelimit-limit': String(rate) } : {}) },
      429,
    )
    expect(await timesOf(one, 1)).toEqual([7000])
  })

  it('understands a retry-after that is a date', async () => {
    const one = await limiter(null)
    const date = 'Sun, 01 Mar 2026 12:00:00 GMT'
    await one.onResponse({ date, 'retry-after': 'Sun, 01 Mar 2026 12:00:20 GMT' }, 429)
    expect(await timesOf(one, 1)).toEqual([20_000])
  })

  it('permits one request in 15 seconds while the provider is stopped', async () => {
    const [one, other] = [await limiter(null), await limiter(null)]
    await one.stop('invalid_api_key')
    await one.stop('invalid_api_key')
    await other.refresh()
    expect([one.stoppedBy(), other.stoppedBy()]).toEqual(['invalid_api_key', 'invalid_api_key'])
    expect(changes).toEqual(['invalid_api_key', 'invalid_api_key'])
    const started = clock
    expect(await one.permit(never)).toEqual({ probe: true, waited: true })
    expect(clock - started).toBe(15_000)
    expect(await other.permit(never)).toEqual({ probe: true, waited: true })
    expect(clock - started).toBe(30_000)
    await other.accepted()
    await one.refresh()
    expect(await one.permit(never)).toEqual({ probe: false, waited: false })
    expect(clock - started).toBe(30_000)
    expect(changes.slice(2)).toEqual([null, null])
  })

  it('uses the next message as a probe when one was refused permanently', async () => {
    const one = await limiter(null)
    await one.stop('invalid_from_address')
    await one.refused()
    expect(one.stoppedBy()).toBe('invalid_from_address')
    expect(await one.permit(never)).toEqual({ probe: true, waited: false })
  })

  it('releases the waiting messages when the provider works again', async () => {
    const one = await limiter(null)
    const { db } = database
    const at = new Date(clock)
    const waiting = {
      status: 'queued',
      provider: 'resend',
      dueAt: new Date(clock + 60_000),
    } as const
    const stopped = await addMessage(db, { ...waiting, reason: 'invalid_from_address' })
    const refused = await addMessage(db, { ...waiting, reason: 'testing_domain', refusedAt: at })
    await addMessage(db, { ...waiting, reason: 'timeout' })
    await addMessage(db, {
      ...waiting,
      reason: 'testing_domain',
      refusedAt: at,
      refusedBefore: true,
    })
    await addMessage(db, { ...waiting, provider: 'twilio', reason: 'invalid_from_address' })
    await one.stop('invalid_from_address')
    await one.accepted()
    expect(released.toSorted()).toEqual([stopped, refused].toSorted())
    const rows = await db
      .selectFrom('messages')
      .select(['id', 'refusedAt', 'refusedBefore'])
      .where('dueAt', '=', at)
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { id: stopped, refusedAt: null, refusedBefore: false },
      { id: refused, refusedAt: null, refusedBefore: true },
    ])
  })

  it('says whether a caller had to wait', async () => {
    const one = await limiter(2)
    expect(await one.permit(never)).toEqual({ probe: false, waited: false })
    expect(await one.permit(never)).toEqual({ probe: false, waited: true })
  })

  it('ends the wait of a caller that is stopped', async () => {
    const one = await limiter(2)
    expect(await one.permit(AbortSignal.abort())).toBe(false)
  })
})
