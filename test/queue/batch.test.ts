import { expect, it } from 'vitest'
import type { MessageRef } from '../../src/domain/message-ref.ts'
import { takeBatch } from '../../src/queue/batch.ts'

const look = (id: string, priority: number, solo = false): MessageRef => ({
  id,
  channel: 'email',
  priority,
  solo,
})
const ids = (refs: MessageRef[]) => refs.map(({ id }) => id).join('')

it('takes the most urgent first, and the oldest of the same priority first', () => {
  const refs = [look('w', 10), look('a', 40), look('l', 30), look('b', 40), look('n', 20)]
  expect(ids(takeBatch(refs, 3))).toBe('abl')
  expect(ids(takeBatch(refs, 100))).toBe('ablnw')
})

it('sends a message that must be alone in its request alone, in its order', () => {
  const refs = [look('s', 30, true), look('a', 40), look('b', 40)]
  expect(ids(takeBatch(refs, 100))).toBe('ab')
  expect(ids(takeBatch([refs[0] as MessageRef, look('n', 20)], 100))).toBe('s')
})

it('makes a request with an urgent message small', () => {
  const welcomes = Array.from({ length: 100 }, (_, index) => look(`w${index}`, 10))
  expect(takeBatch(welcomes, 100)).toHaveLength(100)
  expect(takeBatch([...welcomes, look('code', 40)], 100)).toHaveLength(21)
})

it('returns an empty batch if there are no messages', () => {
  expect(takeBatch([], 100)).toEqual([])
})
