import { v7 } from 'uuid'
import { expect, inject, it } from 'vitest'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { createTestDatabase } from '../support/engines.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

it.skipIf(!inject('postgres'))(
  'does not wait for ever for a PostgreSQL server that has vanished silently',
  async () => {
    await using home = await createTestDatabase('postgres')
    await using proxy = await startTcpProxy(inject('postgres')?.url ?? '')
    const database = await home.open({ port: proxy.port })
    const queue = await openDeliveryQueue(database.connection, {
      onError: () => {},
      onWarning: () => {},
      // Also of each statement of its start.
      timeoutMs: 5_000,
    })
    // Its connections would never end once they are abandoned.
    await database.close()
    const put = { id: v7(), channel: 'email', priority: 40, solo: false } as const
    await queue.enqueue([put])

    proxy.abandon()
    let failures = 0
    let taken: readonly MessageRef[] | undefined
    while (!taken) {
      taken = await queue.take('email', 1).catch(() => {
        failures++
        return undefined
      })
    }
    expect(failures).toBeGreaterThan(0)
    expect(taken).toEqual([put])
    await queue.stop()
  },
)
