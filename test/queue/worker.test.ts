import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { NO_PACE } from '../../src/domain/pace.ts'
import { createBacklog } from '../../src/queue/backlog.ts'
import { type DeliveryQueue, openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { startWorker, type WorkerOptions } from '../../src/queue/worker.ts'
import { databaseForAll } from '../support/database-for-all.ts'
import { ENGINES } from '../support/engines.ts'

const PERMIT = {
  probe: false,
  waited: false,
  provider: 'resend',
  most: 100,
  leastPriority: 0,
  hasStandBy: false,
  isCurrent: () => true,
}

describe.each(ENGINES)('a worker on %s', (engine) => {
  const database = databaseForAll(engine)
  let queue: DeliveryQueue

  beforeEach(async () => {
    await sql`delete from bellhop_queue.job`.execute(database.db)
    queue = await openDeliveryQueue(database.connection, {
      onError: () => {},
      onWarning: () => {},
    })
  })
  afterEach(() => queue.stop())

  function fail(error: unknown): never {
    throw error
  }

  function start(options: Partial<WorkerOptions>) {
    return startWorker(queue, {
      channel: 'email',
      backlog: createBacklog(100),
      most: 100,
      concurrency: 1,
      permit: async () => ({ ...PERMIT, most: options.most ?? 100 }),
      handle: async () => 1,
      pace: NO_PACE,
      onError: fail,
      ...options,
    })
  }

  const refs = (count: number, priority = 40) =>
    Array.from({ length: count }, () => ({ id: v7(), channel: 'email' as const, priority }))

  it('prepares one request after the other, and makes them at the same time', async () => {
    const events: string[] = []
    const second = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    const worker = start({
      most: 1,
      concurrency: 2,
      handle: async (_, __, { onRequest }) => {
        events.push('prepare')
        await queue.ping()
        events.push('ask')
        onRequest()
        if (events.length === 4) second.resolve()
        await answer.promise
        return 1
      },
    })
    await queue.enqueue(refs(3))
    await second.promise
    expect(events).toEqual(['prepare', 'ask', 'prepare', 'ask'])
    answer.resolve()
    await worker.stop(1_000)
  })

  it('continues if no request is made, or if the preparation fails', async () => {
    let handled = 0
    const errors: unknown[] = []
    const all = Promise.withResolvers<void>()
    const worker = start({
      most: 1,
      onError: (error) => errors.push(error),
      handle: async () => {
        if (++handled === 3) all.resolve()
        if (handled === 2) throw new Error('no way')
        return 0
      },
    })
    await queue.enqueue(refs(3))
    await all.promise
    expect(errors).toHaveLength(1)
    await worker.stop(1_000)
  })

  it('gives back its messages when it is stopped while it waits for a permit', async () => {
    const asked = Promise.withResolvers<void>()
    const worker = start({
      permit: async (signal) => {
        asked.resolve()
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        return false
      },
    })
    await queue.enqueue(refs(5))
    await asked.promise
    await worker.stop(0)
    expect(await queue.take('email', 10)).toHaveLength(5)
  })

  it('makes one request for a message that has two jobs', async () => {
    const [look] = refs(1)
    await queue.enqueue(look ? [look] : [])
    await queue.enqueue(look ? [look] : [])
    expect(await queue.take('email', 10)).toHaveLength(1)
  })

  it('takes the messages that come while it waits for a permit, the urgent first', async () => {
    const asked = Promise.withResolvers<void>()
    const granted = Promise.withResolvers<void>()
    const batches: string[][] = []
    const done = Promise.withResolvers<void>()
    const worker = start({
      most: 2,
      permit: async () => {
        asked.resolve()
        await granted.promise
        return { ...PERMIT, most: 2, waited: true }
      },
      handle: async (_, ids) => {
        batches.push([...ids])
        if (batches.flat().length === 4) done.resolve()
        return 1
      },
    })
    const [slow, urgent] = [refs(2, 10), refs(2, 40)]
    await queue.enqueue(slow)
    await asked.promise
    await queue.enqueue(urgent)
    granted.resolve()
    await done.promise
    await worker.stop(1_000)
    expect(batches.map((ids) => ids.toSorted())).toEqual(
      [urgent, slow].map((part) => part.map(({ id }) => id).toSorted()),
    )
  })

  it('takes only more urgent messages when it has enough for a request', async () => {
    const [notices, code] = [refs(60, 20), refs(1, 40)]
    const batches: string[][] = []
    const done = Promise.withResolvers<void>()
    const worker = start({
      most: 2,
      handle: async (_, ids, { onRequest }) => {
        batches.push([...ids])
        if (batches.length === 1) await queue.enqueue(code)
        if (batches.length === 31) done.resolve()
        onRequest()
        return 1
      },
    })
    await queue.enqueue(notices)
    await done.promise
    await worker.stop(1_000)
    expect(batches[1]).toContain(code[0]?.id)
    expect(new Set(batches.flat()).size).toBe(61)
  })

  it('takes every code that comes while it waits for a permit and has enough for a request', async () => {
    const [notices, early, late] = [refs(60, 20), refs(1, 40), refs(3, 40)]
    const asked = Promise.withResolvers<void>()
    const granted = Promise.withResolvers<void>()
    const done = Promise.withResolvers<readonly string[]>()
    await queue.enqueue([...notices, ...early])
    const worker = start({
      most: 10,
      permit: async () => {
        asked.resolve()
        await granted.promise
        return { ...PERMIT, most: 10, waited: true }
      },
      handle: async (_, ids) => {
        done.resolve(ids)
        return 1
      },
    })
    await asked.promise
    await queue.enqueue(late)
    granted.resolve()
    const first = await done.promise
    await worker.stop(1_000)
    for (const { id } of [...early, ...late]) expect(first).toContain(id)
  })

  it('sends what waits on the queue before what is handed over later, however much comes', async () => {
    const [old, later] = [refs(20), refs(200)]
    const backlog = createBacklog(1)
    const sent: string[] = []
    const done = Promise.withResolvers<void>()
    for (const ref of old) await queue.enqueue([ref])
    const worker = start({
      most: 1,
      backlog,
      permit: async () => ({ ...PERMIT, most: 1 }),
      handle: async (_, ids) => {
        sent.push(...ids)
        // As many come as are sent.
        backlog.add(backlog.withRoom(later.splice(0, 1)))
        if (old.every(({ id }) => sent.includes(id)) || later.length === 0) done.resolve()
        return 1
      },
    })
    await done.promise
    await worker.stop(1_000)
    const places = old.map(({ id }) => sent.indexOf(id))
    expect(Math.max(...places)).toBeLessThan(2 * old.length)
    expect(places).not.toContain(-1)
  })

  it('leaves messages that are less urgent than the provider takes now', async () => {
    const [notices, code] = [refs(3, 20), refs(1, 40)]
    const done = Promise.withResolvers<readonly string[]>()
    await queue.enqueue([...notices, ...code])
    const backlog = createBacklog(100)
    const worker = start({
      backlog,
      permit: async () => ({ ...PERMIT, leastPriority: 30, provider: 'smtp' }),
      handle: async (provider, ids) => {
        done.resolve([provider, ...ids])
        return 1
      },
    })
    expect(await done.promise).toEqual(['smtp', code[0]?.id])
    expect(backlog.size()).toBe(3)
    await worker.stop(1_000)
  })

  it('makes a probe with the message that is least urgent while another provider works', async () => {
    const [notice, codes] = [refs(1, 20), refs(3, 40)]
    const done = Promise.withResolvers<readonly string[]>()
    await queue.enqueue([...codes, ...notice])
    const worker = start({
      permit: async () => ({ ...PERMIT, probe: true, hasStandBy: true }),
      handle: async (_, ids) => {
        done.resolve(ids)
        return 1
      },
    })
    expect(await done.promise).toEqual([notice[0]?.id])
    await worker.stop(1_000)
  })

  it('drops an unused permit when the provider has changed', async () => {
    let isCurrent = true
    let permits = 0
    let handled = 0
    const done = Promise.withResolvers<void>()
    const worker = start({
      most: 1,
      permit: async () => {
        permits++
        return { ...PERMIT, most: 1, isCurrent: () => isCurrent }
      },
      handle: async () => {
        if (++handled === 2) done.resolve()
        isCurrent = false
        return 0
      },
    })
    await queue.enqueue(refs(2, 40))
    await done.promise
    await worker.stop(1_000)
    expect(permits).toBe(2)
  })

  it('keeps a permit that led to no request', async () => {
    let turns = 0
    let looked = 0
    const done = Promise.withResolvers<void>()
    const worker = start({
      most: 1,
      permit: async () => {
        turns++
        return { ...PERMIT, most: 1 }
      },
      handle: async () => {
        if (++looked === 4) done.resolve()
        return 0
      },
    })
    await queue.enqueue(refs(4))
    await done.promise
    await worker.stop(1_000)
    expect(turns).toBe(1)
  })
})
