import { expect, it } from 'vitest'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import { jobsOf } from '../../src/queue/jobs.ts'

const look = (id: string, more: Partial<MessageRef> = {}): MessageRef => ({
  id,
  channel: 'email',
  priority: 40,
  ...more,
})

it('puts up to 25 messages of the same priority and time into one job', () => {
  const jobs = jobsOf(Array.from({ length: 60 }, (_, index) => look(`m${index}`)))
  expect(jobs.map(({ data }) => data.messageIds.length)).toEqual([25, 25, 10])
  expect(jobs.flatMap(({ data }) => data.messageIds)).toHaveLength(60)
  expect(jobs[2]?.data).toMatchObject({ priority: 40, solo: false })
})

it('gives a job of its own to a message of another priority or time, and to one that is sent alone', () => {
  const at = new Date('2026-03-01T12:00:00Z')
  const jobs = jobsOf([
    look('code'),
    look('welcome', { priority: 10 }),
    look('later', { startAfter: at }),
    look('solo', { solo: true }),
    look('code too'),
  ])
  expect(jobs).toEqual([
    {
      data: { messageIds: ['code', 'code too'], priority: 40, solo: false },
      startAfter: undefined,
    },
    { data: { messageIds: ['welcome'], priority: 10, solo: false }, startAfter: undefined },
    { data: { messageIds: ['later'], priority: 40, solo: false }, startAfter: at },
    { data: { messageIds: ['solo'], priority: 40, solo: true }, startAfter: undefined },
  ])
})
