import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLimiter, type Limiter } from '../../src/delivery/limiter.ts'
import { permitWithStandBy } from '../../src/delivery/stand-by.ts'
import { NO_PACE } from '../../src/domain/pace.ts'
import { priorityOf } from '../../src/domain/priority.ts'
import { createBacklog } from '../../src/queue/backlog.ts'
import { type DeliveryQueue, openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { startWorker, type Worker } from '../../src/queue/worker.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { ENGINES } from '../support/engines.ts'

const SECOND = 1_000
const PROBE_MS = 15 * SECOND
const RULES = { codesAfterMs: 20 * SECOND, othersAfterMs: 300 * SECOND, doubtfulAnswers: 3 }

// A worker, its limiters and two providers. Only the clock is set by hand.
describe.each(ENGINES)('probes of a stopped provider on %s', (engine) => {
  const database = databaseForAll(engine)
  let clock: number
  let queue: DeliveryQueue
  let limiters: Record<'resend' | 'smtp', Limiter>
  let works: Record<string, boolean>
  let worker: Worker
  /** What the providers took, and what they were asked in vain. */
  let taken: string[]
  let refused: string[]

  const now = () => new Date(clock)
  const sleep = (_: number, signal: AbortSignal) =>
    delay(5, undefined, { signal }).catch(() => {}) as Promise<void>

  const openLimiter = (provider: string, standBy: typeof RULES | null) =>
    createLimiter({
      ...{ db: database.db, provider, startingRate: null, standBy, now, sleep },
      onChange: () => {},
      enqueue: queue.enqueue,
    })

  beforeEach(async () => {
    clock = Date.now()
    await database.db.deleteFrom('transports').execute()
    await sql`delete from bellhop_queue.job`.execute(database.db)
    const fail = (error: unknown) => {
      throw error
    }
    queue = await openDeliveryQueue(database.connection, { onError: fail, onWarning: () => {} })
    limiters = { resend: await openLimiter('resend', RULES), smtp: await openLimiter('smtp', null) }
    works = { resend: false, smtp: true }
    taken = []
    refused = []
    const provider = (name: 'resend' | 'smtp', batchSize: number) => ({
      transport: { provider: name, batchSize },
      limiter: limiters[name],
    })
    const options = { rules: RULES, now, sleep }
    worker = startWorker(queue, {
      channel: 'email',
      backlog: createBacklog(400),
      most: 100,
      concurrency: 1,
      permit: permitWithStandBy(provider('resend', 100), provider('smtp', 1), options),
      handle,
      pace: NO_PACE,
      onError: fail,
    })
  })
  afterEach(async () => {
    await worker.stop(1_000)
    await queue.stop()
  })

  const priorities = new Map<string, number>()

  async function handle(name: string, ids: readonly string[]): Promise<number> {
    const limiter = limiters[name as 'resend' | 'smtp']
    const names = ids.map(
      (id) => `${priorities.get(id) === priorityOf('code') ? 'code' : 'notice'}`,
    )
    if (works[name]) {
      await limiter.accepted()
      taken.push(...names.map((kind) => `${kind} ${name}`))
      return 1
    }
    refused.push(...names.map((kind) => `${kind} ${name}`))
    await limiter.deferred()
    // As a message that was put off: it is due again at once, because another provider stands by.
    await queue.enqueue(ids.map((id) => refOf(id)))
    return 1
  }

  function refOf(id: string) {
    return { id, channel: 'email' as const, priority: priorities.get(id) ?? 0 }
  }

  function post(kind: 'code' | 'notice', count = 1): Promise<void> {
    const ids = Array.from({ length: count }, () => v7())
    for (const id of ids) priorities.set(id, priorityOf(kind))
    return queue.enqueue(ids.map(refOf))
  }

  const arrived = (count: number) => expect.poll(() => taken).toHaveLength(count)

  it('use a notice while only notices wait, which then all go to the first provider', async () => {
    await limiters.resend.stop('unreachable')
    await post('notice', 3)
    clock += PROBE_MS
    await expect.poll(() => refused).toEqual(['notice resend'])
    works.resend = true
    clock += PROBE_MS
    await arrived(3)
    expect(taken).toEqual(Array.from({ length: 3 }, () => 'notice resend'))
    expect(limiters.resend.stoppedBy()).toBeNull()
  })

  it('use the first message that comes after a time in which nothing waited', async () => {
    await limiters.resend.stop('unreachable')
    clock += 3_600 * SECOND
    await post('code')
    await arrived(1)
    // It was down still, and the code did not wait for it.
    expect([refused, taken]).toEqual([['code resend'], ['code smtp']])
    works.resend = true
    clock += 3_600 * SECOND
    await post('code')
    await arrived(2)
    await post('code')
    await arrived(3)
    expect(taken.slice(1)).toEqual(['code resend', 'code resend'])
  })

  it('use one of the codes that flow through the stand-by', async () => {
    await limiters.resend.stop('doubtful_answers')
    await post('code')
    await arrived(1)
    works.resend = true
    await post('code')
    await arrived(2)
    clock += PROBE_MS
    for (let count = 3; count <= 5; count++) {
      await post('code')
      await arrived(count)
    }
    expect(taken).toEqual([
      ...['code smtp', 'code smtp'],
      ...['code resend', 'code resend', 'code resend'],
    ])
  })

  it('are not lost on the stand-by, which is stopped too, while only notices wait', async () => {
    await limiters.resend.stop('unreachable')
    await limiters.smtp.stop('login_failed')
    await post('notice', 2)
    clock += PROBE_MS
    // The notice that was the probe of the first provider is the next one of the second.
    await arrived(1)
    expect(taken).toEqual(['notice smtp'])
    await post('code')
    await arrived(2)
    expect(taken).toEqual(['notice smtp', 'code smtp'])
  })
})
