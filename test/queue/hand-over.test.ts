import { describe, expect, it } from 'vitest'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import { createBacklog } from '../../src/queue/backlog.ts'
import { createHandOver } from '../../src/queue/hand-over.ts'
import { createQueueSignal } from '../../src/queue/queue-signal.ts'

const email = (id: string) => ({ id, channel: 'email' as const, priority: 40 })
const sms = (id: string) => ({ id, channel: 'sms' as const, priority: 40 })

function open() {
  const backlogs = { email: createBacklog(1), sms: createBacklog(1) }
  const enqueued: MessageRef[] = []
  const signal = createQueueSignal()
  const handOver = createHandOver(
    new Map([['email', backlogs.email] as const, ['sms', backlogs.sms]]),
    {
      queue: {
        signal,
        enqueue: async (refs) => {
          enqueued.push(...refs)
        },
      },
      onError(error) {
        throw error
      },
    },
  )
  return { backlogs, enqueued, signal, handOver }
}

describe('handing messages over', () => {
  it('fills the backlog of each channel, and wakes its worker', () => {
    const { backlogs, signal, handOver } = open()
    expect(handOver.withRoom([email('a'), sms('b'), email('c')])).toEqual([email('a'), sms('b')])
    handOver.give([email('a'), sms('b')])
    expect(backlogs.email.next(1)).toEqual([email('a')])
    expect(backlogs.sms.next(1)).toEqual([sms('b')])
    expect([signal.count('email'), signal.count('sms')]).toEqual([1, 1])
  })

  it('enqueues messages whose worker was stopped meanwhile', () => {
    const { backlogs, enqueued, handOver } = open()
    expect(handOver.withRoom([email('a')])).toEqual([email('a')])
    backlogs.email.close()
    handOver.give([email('a')])
    expect(enqueued).toEqual([email('a')])
  })
})
