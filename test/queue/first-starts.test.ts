import { expect, inject, it } from 'vitest'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { openHome } from '../support/home.ts'

const INSTANCES = 4

it.skipIf(!inject('postgres'))(
  'instances that start together on an empty database create the queue once',
  async () => {
    await using home = await openHome('postgres')
    const connection = {
      engine: 'postgres',
      connectionString: home.env.DATABASE_URL ?? '',
    } as const
    const faults: unknown[] = []
    const options = {
      onError: (error: Error) => faults.push(error),
      onWarning: (message: string) => faults.push(message),
    }
    const queues = await Promise.all(
      Array.from({ length: INSTANCES }, () => openDeliveryQueue(connection, options)),
    )
    for (const queue of queues) await queue.ping()
    for (const queue of queues) await queue.stop()
    expect(faults).toEqual([])
  },
)
