import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAttemptLimit } from '../../src/runtime/attempt-limit.ts'

describe('the limit of failed attempts', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('counts failures by address until the window ends', async () => {
    const attempt = createAttemptLimit({ perAddress: 2 })
    expect(await attempt('a')).toBe(0)
    vi.advanceTimersByTime(60_000)
    expect(await attempt('a')).toBe(0)
    expect(await attempt('a')).toBe(240)
    expect(await attempt('b')).toBe(0)
    vi.advanceTimersByTime(240_000)
    expect(await attempt('a')).toBe(0)
  })

  it('also counts all failures together, and allows one attempt for each address that has not failed', async () => {
    const attempt = createAttemptLimit({ inAll: 2 })
    expect(await attempt('a')).toBe(0)
    expect(await attempt('b')).toBe(0)
    expect(await attempt('a')).toBe(300)
    expect(await attempt('c')).toBe(0)
    vi.advanceTimersByTime(300_000)
    expect(await attempt('a')).toBe(0)
  })

  it('keeps no more than 10,000 addresses', async () => {
    const attempt = createAttemptLimit()
    for (let n = 0; n < 10_000; n++) expect(await attempt(`address-${n}`)).toBe(0)
    expect(vi.getTimerCount()).toBe(10_001)
    expect(await attempt('another')).toBe(300)
    expect(vi.getTimerCount()).toBe(10_001)
  })
})
