import { expect, it } from 'vitest'
import { takeBatch } from '../../src/queue/batch.ts'
import type { Job } from '../../src/queue/delivery-queue.ts'

const job = (id: string, priority: number, solo = false): Job => ({
  id,
  priority,
  retryCount: 0,
  data: { messageId: id, solo },
})
const ids = (jobs: Job[]) => jobs.map(({ id }) => id).join('')

it('takes the most urgent first, and among equals the one that came first', () => {
  const jobs = [job('w', 10), job('a', 40), job('l', 30), job('b', 40), job('n', 20)]
  expect(ids(takeBatch(jobs, 3))).toBe('abl')
  expect(ids(takeBatch(jobs, 100))).toBe('ablnw')
})

it('lets one that must go by itself go by itself, in its turn', () => {
  const jobs = [job('s', 30, true), job('a', 40), job('b', 40)]
  expect(ids(takeBatch(jobs, 100))).toBe('ab')
  expect(ids(takeBatch([jobs[0] as Job, job('n', 20)], 100))).toBe('s')
})

it('keeps a request with something urgent in it light', () => {
  const welcomes = Array.from({ length: 100 }, (_, index) => job(`w${index}`, 10))
  expect(takeBatch(welcomes, 100)).toHaveLength(100)
  expect(takeBatch([...welcomes, job('code', 40)], 100)).toHaveLength(21)
})

it('takes nothing from nothing', () => {
  expect(takeBatch([], 100)).toEqual([])
})
