import { expect, it } from 'vitest'
import { requestsPerSecondOf } from '../../src/domain/rate-limit.ts'

it.each([
  [{ 'ratelimit-limit': '2', 'ratelimit-policy': '2;w=1' }, 2],
  [{ 'ratelimit-limit': '100', 'ratelimit-policy': '100;w=10' }, 10],
  [{ 'ratelimit-limit': '5' }, 5],
  [{ 'ratelimit-limit': '0' }, null],
  [{ 'ratelimit-limit': 'many' }, null],
  [{}, null],
])('reads %j as %s requests per second', (headers, rate) => {
  expect(requestsPerSecondOf(headers)).toBe(rate)
})
