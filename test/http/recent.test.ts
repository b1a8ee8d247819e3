import { describe, expect, it } from 'vitest'
import { recent } from '../../src/http/recent.ts'

describe('a result that is kept for a while', () => {
  it('is computed once in that time, and again after it', async () => {
    let now = 0
    let computed = 0
    const number = recent(
      async () => ++computed,
      1_000,
      () => now,
    )
    expect(await Promise.all([number(), number(), number()])).toEqual([1, 1, 1])
    now = 999
    expect(await number()).toBe(1)
    now = 1_000
    expect(await number()).toBe(2)
  })

  it('is not computed a second time while it is being computed', async () => {
    let now = 0
    let computed = 0
    const gate = Promise.withResolvers<void>()
    const number = recent(
      async () => {
        computed += 1
        await gate.promise
        return computed
      },
      1_000,
      () => now,
    )
    const asked = [number()]
    now = 5_000
    asked.push(number())
    gate.resolve()
    expect(await Promise.all(asked)).toEqual([1, 1])
    expect(await number()).toBe(2)
  })

  it('is computed again after a failure, when its time is over', async () => {
    let now = 0
    let fails = true
    const answer = recent(
      async () => {
        if (fails) throw new Error('no')
        return 'yes'
      },
      1_000,
      () => now,
    )
    await expect(answer()).rejects.toThrow('no')
    fails = false
    await expect(answer()).rejects.toThrow('no')
    now = 1_000
    expect(await answer()).toBe('yes')
  })
})
