import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import { type DeliveryQueue, openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import type { Database } from '../../src/store/engine/database.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'

describe.each(ENGINES)('the queue on %s', (engine) => {
  let home: TestDatabase
  let database: Database
  let queue: DeliveryQueue
  const problems: unknown[] = []

  beforeEach(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
    queue = await openDeliveryQueue(database.connection, {
      onError: (error) => problems.push(error),
      onWarning: (message) => problems.push(message),
    })
  })
  afterEach(async () => {
    await queue.stop()
    await database.close()
    await home[Symbol.asyncDispose]()
    expect(problems).toEqual([])
  })

  const refs = (count: number, priority = 40): MessageRef[] =>
    Array.from({ length: count }, () => ({
      id: v7(),
      channel: 'email',
      priority,
      solo: false,
    }))
  const jobs = async () => {
    const { rows } = await sql`select from bellhop_queue.job where name = 'email'`.execute(
      database.db,
    )
    return rows.length
  }

  it('takes the jobs that were stored together', async () => {
    const put = refs(60)
    await queue.enqueue(put)
    expect(await jobs()).toBe(3)
    const first = await queue.take('email', 2)
    const second = await queue.take('email', 2)
    const taken = [...first, ...second].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(taken).toEqual(put)
    expect(await queue.take('email', 2)).toEqual([])
  })

  it('takes only jobs of the given priority or a higher one', async () => {
    const [welcomes, codes] = [refs(3, 10), refs(2, 40)]
    await queue.enqueue([...welcomes, ...codes])
    expect(await queue.take('email', 10, 11)).toEqual(codes)
    expect(await queue.take('email', 10)).toEqual(welcomes)
  })

  it('deletes the jobs that were taken', async () => {
    await queue.enqueue(refs(60))
    await queue.take('email', 10)
    await queue.stop()
    expect(await jobs()).toBe(0)
  })

  it('does not pile up the jobs of sweeps', async () => {
    const overdue = refs(1_500)
    await queue.requeueMissed(overdue)
    await queue.requeueMissed(overdue.slice(7))
    expect(await jobs()).toBe(40)
    // They do not keep out more urgent messages, nor new ones.
    await queue.requeueMissed(refs(1, 45))
    await queue.enqueue(refs(1))
    expect(await jobs()).toBe(42)
  })
})
