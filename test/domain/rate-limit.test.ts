import { expect, it } from 'vitest'
import { rateLimitResetMs, requestsPerSecondOf, retryAfterMs } from '../../src/domain/rate-limit.ts'

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

it.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '3600' }, 60_000],
  [{ 'retry-after': '999999999' }, 60_000],
  [{ 'retry-after': '0.25' }, 250],
  [
    {
      date: 'Sun, 01 Mar 2026 12:00:00 GMT',
      'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT',
    },
    30_000,
  ],
  [{ date: 'Sun, 01 Mar 2026 12:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }, undefined],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('reads retry-after of %j as %j milliseconds', (headers, expected) => {
  expect(retryAfterMs(headers)).toBe(expected)
})

it.each([
  [{ 'ratelimit-reset': '1' }, 1000],
  [{ 'ratelimit-reset': '999999999' }, 60_000],
  [{ 'ratelimit-reset': 'soon' }, undefined],
  [{}, undefined],
])('reads ratelimit-reset of %j as %j milliseconds', (headers, expected) => {
  expect(rateLimitResetMs(headers)).toBe(expected)
})
