import { beforeEach, describe, expect, it } from 'vitest'
import { createLimiter, type Limiter } from '../../src/delivery/limiter.ts'
import { permitWithStandBy } from '../../src/delivery/stand-by.ts'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { ENGINES } from '../support/engines.ts'
import { addMessage } from '../support/ledger-rows.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const RULES = { codesAfterMs: 20 * SECOND, othersAfterMs: 5 * MINUTE, doubtfulAnswers: 3 }

describe.each(ENGINES)('a stand-by on %s', (engine) => {
  const database = databaseForAll(engine)
  let clock: number

  beforeEach(async () => {
    clock = Date.UTC(2026, 10, 21)
    await database.db.deleteFrom('transports').execute()
    await database.db.deleteFrom('messages').execute()
  })

  const message = (row: Partial<Parameters<typeof addMessage>[1]>) =>
    addMessage(database.db, { status: 'queued', provider: 'resend', createdAt: now(), ...row })

  const now = () => new Date(clock)
  const sleep = async (ms: number) => {
    clock += ms
  }

  /** One instance: both providers with their limiters. */
  async function open() {
    const released: MessageRef[] = []
    const openLimiter = (provider: string, standBy: typeof RULES | null) =>
      createLimiter({
        db: database.db,
        provider,
        startingRate: null,
        standBy,
        now,
        sleep,
        onChange: () => {},
        enqueue: async (refs) => void released.push(...refs),
      })
    const first = await openLimiter('resend', RULES)
    const second = await openLimiter('smtp', null)
    const provider = (name: string, limiter: Limiter, batchSize: number) => ({
      transport: { provider: name, batchSize },
      limiter,
    })
    const permit = permitWithStandBy(provider('resend', first, 100), provider('smtp', second, 1), {
      rules: RULES,
      now,
      sleep,
    })
    const next = () => permit(AbortSignal.timeout(20_000))
    return { first, second, next, released }
  }

  it('gets nothing while the first provider works', async () => {
    const { first, next } = await open()
    await first.accepted()
    expect(await next()).toMatchObject({ provider: 'resend', most: 100, leastPriority: 0 })
  })

  it.each(['invalid_api_key', 'daily_quota_exceeded'])(
    'gets everything at once after %s',
    async (cause) => {
      const { first, next } = await open()
      await first.stop(cause)
      expect(await next()).toMatchObject({ provider: 'smtp', most: 1, leastPriority: 0 })
    },
  )

  it('gets codes when the first provider was unreachable for 20 s, and the rest after 5 min', async () => {
    const { first, next } = await open()
    await first.deferred()
    clock += 19 * SECOND
    await first.deferred()
    expect(await next()).toMatchObject({ provider: 'resend' })
    clock += SECOND
    expect(await next()).toMatchObject({ provider: 'smtp', leastPriority: 30 })
    // Its probes fail.
    for (let waited = 0; waited < 4 * MINUTE; waited += 15 * SECOND) {
      clock += 15 * SECOND
      expect(await next()).toMatchObject({ provider: 'resend', probe: true })
      await first.deferred()
      expect(await next()).toMatchObject({ provider: 'smtp', leastPriority: 30 })
    }
    clock += 40 * SECOND
    expect(await next()).toMatchObject({ provider: 'resend', probe: true })
    expect(await next()).toMatchObject({ provider: 'smtp', leastPriority: 0 })
  })

  it('gets codes after 20 s also while a 429 of the first provider names a longer wait', async () => {
    const { first, next } = await open()
    await first.onResponse({ 'retry-after': '60' }, 429)
    await first.deferred()
    const started = clock
    expect(await next()).toMatchObject({ provider: 'smtp', leastPriority: 30 })
    expect(clock - started).toBe(20 * SECOND)
  })

  it('gets new messages after three answers in a row that leave messages in doubt', async () => {
    const { first, next } = await open()
    await first.doubted()
    await first.doubted()
    await first.accepted()
    await first.doubted()
    await first.doubted()
    expect(await next()).toMatchObject({ provider: 'resend' })
    await first.doubted()
    expect(await next()).toMatchObject({ provider: 'smtp', leastPriority: 0 })
  })

  it('gives the messages back when a probe with one message succeeds', async () => {
    const { first, next } = await open()
    await first.stop('invalid_api_key')
    expect(await next()).toMatchObject({ provider: 'smtp' })
    clock += 15 * SECOND
    expect(await next()).toMatchObject({ provider: 'resend', probe: true, hasStandBy: true })
    expect(await next()).toMatchObject({ provider: 'smtp' })
    await first.accepted()
    expect(await next()).toMatchObject({ provider: 'resend', probe: false })
  })

  it('is shared by the instances: one probe for all, and all go back together', async () => {
    const one = await open()
    const other = await open()
    await one.first.stop('invalid_api_key')
    await other.first.refresh()
    expect(await other.next()).toMatchObject({ provider: 'smtp' })
    clock += 15 * SECOND
    expect(await one.next()).toMatchObject({ provider: 'resend', probe: true })
    expect(await other.next()).toMatchObject({ provider: 'smtp' })
    await one.first.accepted()
    await other.first.refresh()
    expect(await other.next()).toMatchObject({ provider: 'resend', probe: false })
  })

  it('does not stop the first provider again by what another instance counted before', async () => {
    const one = await open()
    const other = await open()
    await other.first.doubted()
    await other.first.doubted()
    await one.first.stop('invalid_api_key')
    await other.first.refresh()
    await other.first.doubted()
    await other.first.doubted()
    await one.first.accepted()
    await other.first.refresh()
    expect(await other.next()).toMatchObject({ provider: 'resend' })
    expect(other.first.stoppedBy()).toBeNull()
  })

  it('gets nothing because of one failure after which another instance was served', async () => {
    const { first, next } = await open()
    await first.deferred()
    clock += 5 * SECOND
    await message({ status: 'sent', sentAt: now() })
    clock += 15 * SECOND
    expect(await next()).toMatchObject({ provider: 'resend' })
    expect(first.stoppedBy()).toBeNull()
  })

  it('gets at once what the first provider has put off', async () => {
    const { first, released } = await open()
    const late = new Date(clock + 60 * SECOND)
    const code = await message({ status: 'queued', dueAt: late })
    await message({ status: 'queued', dueAt: late, priority: 20 })
    await message({ status: 'queued', dueAt: late, provider: 'smtp' })
    await first.deferred()
    clock += 20 * SECOND
    await first.deferred()
    expect(released.map(({ id }) => id)).toEqual([code])
    released.length = 0
    await first.stop('invalid_api_key')
    expect(released).toMatchObject([{ priority: 20 }])
  })

  it('makes unused permits invalid when the provider changes', async () => {
    const { first, second, next } = await open()
    const granted = async () => (await next()) || expect.fail('There is no permit.')
    const unused = await granted()
    await first.stop('invalid_api_key')
    expect(unused).toMatchObject({ provider: 'resend' })
    expect(unused.isCurrent()).toBe(false)
    const ofSecond = await granted()
    expect(ofSecond.isCurrent()).toBe(true)
    await second.stop('login_failed')
    expect(ofSecond.isCurrent()).toBe(false)
    await second.accepted()
    await first.accepted()
    expect(ofSecond.isCurrent()).toBe(false)
  })

  it('leaves the probes of the first provider their time while it is held itself', async () => {
    const { first, second, next } = await open()
    await first.stop('invalid_api_key')
    await second.onResponse({ 'retry-after': '60' }, 429)
    const started = clock
    expect(await next()).toMatchObject({ provider: 'resend', probe: true })
    expect(clock - started).toBeLessThan(17 * SECOND)
  })

  it('is probed itself when both are stopped', async () => {
    const { first, second, next } = await open()
    await first.stop('invalid_api_key')
    await second.stop('login_failed')
    expect(await next()).toMatchObject({ provider: 'resend', probe: true })
    expect(await next()).toMatchObject({ provider: 'smtp', probe: true })
  })

  it('ends when aborted', async () => {
    const { first, second } = await open()
    await first.stop('invalid_api_key')
    await second.stop('login_failed')
    const stopped = AbortSignal.abort()
    const permit = permitWithStandBy(
      { transport: { provider: 'resend', batchSize: 1 }, limiter: first },
      { transport: { provider: 'smtp', batchSize: 1 }, limiter: second },
      { rules: RULES, now, sleep },
    )
    expect(await permit(stopped)).toBe(false)
  })
})
