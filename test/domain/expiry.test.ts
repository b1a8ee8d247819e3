import { describe, expect, it } from 'vitest'
import { expiresAt, type Lifespan } from '../../src/domain/expiry.ts'
import { backoffMs } from '../../src/domain/retry-policy.ts'

const occurredAt = new Date('2026-11-21T10:00:00Z')
const MINUTE = 60_000

function lifetimeOf(life: Partial<Lifespan>, override?: number): number {
  const dies = expiresAt({ kind: 'code', occurredAt, ...life }, override)
  return (dies.getTime() - occurredAt.getTime()) / MINUTE
}

describe('the lifetime of a message, in minutes from the event', () => {
  it.each([
    ['a code', {}, 10],
    ['a link', { kind: 'link' }, 10],
    ['a link with a life of its own', { kind: 'link', ttlMinutes: 15 }, 15],
    ['an invitation', { kind: 'invitation' }, 30 * 1440],
    ['an invitation with a life of its own', { kind: 'invitation', expiresInDays: 3 }, 3 * 1440],
    ['a notice', { kind: 'notice' }, 1440],
    ['a welcome', { kind: 'welcome' }, 1440],
  ] as const)('%s', (_, life, minutes) => {
    expect(lifetimeOf(life)).toBe(minutes)
  })

  it('is the configured one', () => {
    expect(lifetimeOf({}, 5 * MINUTE)).toBe(5)
  })
})

describe('the wait before another try', () => {
  it('doubles up to a few seconds, and half of it is random', () => {
    expect([1, 2, 3, 4, 5, 6, 100].map((tries) => backoffMs(tries, 0))).toEqual([
      250, 500, 1000, 2000, 4000, 4000, 4000,
    ])
    expect([1, 2, 100].map((tries) => backoffMs(tries, 0.999999))).toEqual([500, 1000, 8000])
  })
})
