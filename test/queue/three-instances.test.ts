import { v7 } from 'uuid'
import { expect, inject, it } from 'vitest'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import { NO_PACE } from '../../src/domain/pace.ts'
import { createBacklog } from '../../src/queue/backlog.ts'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { createHandOver } from '../../src/queue/hand-over.ts'
import { startWorker } from '../../src/queue/worker.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

const MOST = 5
const CONCURRENCY = 2

/** One instance: its messages go through `handle`, and `take` is what its webhooks do. */
async function openInstance(home: TestDatabase, handle: (ids: readonly string[]) => Promise<void>) {
  const database = await home.open()
  const queue = await openDeliveryQueue(database.connection, { onError: fail, onWarning: fail })
  const backlog = createBacklog(MOST * CONCURRENCY)
  const handOver = createHandOver(new Map([['email', backlog] as const]), { queue, onError: fail })
  const worker = startWorker(queue, {
    channel: 'email',
    backlog,
    most: MOST,
    concurrency: CONCURRENCY,
    permit: async () => ({
      probe: false,
      waited: false,
      provider: 'resend',
      most: MOST,
      leastPriority: 0,
      hasStandBy: false,
      isCurrent: () => true,
    }),
    async handle(_, ids, { onRequest }) {
      onRequest()
      await handle(ids)
      return 1
    },
    pace: NO_PACE,
    onError: fail,
  })
  return {
    async take(refs: readonly MessageRef[]) {
      const ours = handOver.withRoom(refs)
      const others = refs.filter((ref) => !ours.includes(ref))
      if (others.length > 0) await queue.enqueue(others)
      handOver.give(ours)
    },
    async [Symbol.asyncDispose]() {
      await worker.stop(1_000)
      await queue.stop()
      await database.close()
    },
  }
}

function fail(error: unknown): never {
  throw error
}

it.skipIf(!inject('postgres'))(
  'two instances take the messages of a third one that is behind',
  async () => {
    await using home = await createTestDatabase('postgres')
    const answer = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    const began = { first: [] as string[], second: [] as string[], third: [] as string[] }
    const all = () => Object.values(began).flat()
    const others = Promise.withResolvers<void>()
    const record = (name: keyof typeof began) => async (ids: readonly string[]) => {
      began[name].push(...ids)
      if (began.second.length > 0 && began.third.length > 0) others.resolve()
      if (all().length === refs.length) done.resolve()
      // The first one is behind. The others wait for each other, so that neither takes all.
      await (name === 'first' ? answer.promise : others.promise)
    }
    await using first = await openInstance(home, record('first'))
    await using _second = await openInstance(home, record('second'))
    await using _third = await openInstance(home, record('third'))

    const refs = Array.from({ length: 200 }, () => ({
      id: v7(),
      channel: 'email' as const,
      priority: 40,
    }))
    for (let from = 0; from < refs.length; from += 20) await first.take(refs.slice(from, from + 20))
    await others.promise
    answer.resolve()
    await done.promise
    expect(new Set(all()).size).toBe(refs.length)
    expect(began.first.length).toBeGreaterThan(0)
  },
)
