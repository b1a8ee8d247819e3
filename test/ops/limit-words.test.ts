import { expect, it } from 'vitest'
import { limitWords } from '../../src/ops/limits/limit-words.ts'

it.each([
  ['5/10m,20/1d', '5 in 10 minutes, 20 in 1 day'],
  ['1/1h', '1 in 1 hour'],
  ['3/30s', '3 in 30 seconds'],
  ['off', 'no limit'],
])('the limit %s in words is: %s', (limit, expected) => {
  expect(limitWords(limit)).toBe(expected)
})
