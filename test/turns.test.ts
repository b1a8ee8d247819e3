import { describe, expect, it } from 'vitest'
import { createTurns } from '../src/turns.ts'

/** Whether something that is ready gets its turn during a pause. */
async function yields(pause: () => Promise<void>): Promise<boolean> {
  let had = false
  setImmediate(() => {
    had = true
  })
  await pause()
  return had
}

describe('turns', () => {
  it('are given after 5 ms of writing', async () => {
    let clock = 0
    const { pause } = createTurns(() => clock)
    clock = 4
    expect(await yields(pause)).toBe(false)
    clock = 5
    expect(await yields(pause)).toBe(true)
    expect(await yields(pause)).toBe(false)
  })

  it('are given after every message while ten webhooks stand in the door', async () => {
    const { pause, watch } = createTurns(() => 0)
    const { promise: stored, resolve } = Promise.withResolvers<void>()
    const accept = watch(() => stored)
    const nine = Array.from({ length: 9 }, () => accept(undefined))
    expect(await yields(pause)).toBe(false)
    const tenth = accept(undefined)
    expect(await yields(pause)).toBe(true)
    resolve()
    await Promise.all([...nine, tenth])
    expect(await yields(pause)).toBe(false)
  })

  it('count a webhook that fails as gone', async () => {
    const { pause, watch } = createTurns(() => 0)
    const accept = watch(() => Promise.reject(new Error('away')))
    for (let count = 0; count < 10; count++) await accept(undefined).catch(() => {})
    expect(await yields(pause)).toBe(false)
  })
})
