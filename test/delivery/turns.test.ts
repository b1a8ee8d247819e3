import { describe, expect, it } from 'vitest'
import { createTurns } from '../../src/delivery/turns.ts'

/** Whether a task that is ready runs during a pause. */
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

  it('make a message wait while ten webhooks are in progress', async () => {
    const { pause, watch } = createTurns(() => 0)
    const { promise: stored, resolve } = Promise.withResolvers<void>()
    const accept = watch(() => stored)
    const nine = Array.from({ length: 9 }, () => accept(undefined))
    expect(await yields(pause)).toBe(false)
    const tenth = accept(undefined)
    const yielded = yields(pause)
    resolve()
    await Promise.all([...nine, tenth])
    expect(await yielded).toBe(true)
    expect(await yields(pause)).toBe(false)
  })

  it('go to eight webhooks for each message in a rush', async () => {
    const { pause, watch } = createTurns(() => 0)
    const doors = Array.from({ length: 30 }, () => Promise.withResolvers<void>())
    const accepted = doors.map(({ promise }) => watch(() => promise)(undefined))
    let written = 0
    const writing = (async () => {
      for (; written < 3; written++) await pause()
    })()
    const answer = async (from: number, to: number) => {
      for (const { resolve } of doors.slice(from, to)) resolve()
      await Promise.all(accepted.slice(from, to))
      await new Promise(setImmediate)
      await new Promise(setImmediate)
    }
    await answer(0, 7)
    expect(written).toBe(0)
    await answer(7, 8)
    expect(written).toBe(1)
    await answer(8, 16)
    expect(written).toBe(2)
    // Nine webhooks are no rush.
    await answer(16, 21)
    await writing
    await answer(21, 30)
  })

  it.each([8, 50, 200])(
    'are shared alike in a rush when %i webhooks are answered together',
    async (group) => {
      let clock = 0
      const { pause, watch } = createTurns(() => clock)
      // Quiet times leave no debt for a rush.
      for (let quiet = 0; quiet < 100; quiet++) {
        await watch(async () => {})(undefined)
        clock += 100
        await pause()
      }
      let written = 0
      const stopping = new AbortController()
      const write = async () => {
        for (; !stopping.signal.aborted; written++) await pause()
      }
      const arrive = () => {
        const { promise, resolve } = Promise.withResolvers<void>()
        return { answered: watch(() => promise)(undefined), answer: resolve }
      }
      const standing = Array.from({ length: 20 + group }, arrive)
      const writing = write()
      for (let answered = 0; answered < 2_000; answered += group) {
        const together = standing.splice(0, group)
        for (const { answer } of together) answer()
        standing.push(...Array.from({ length: group }, arrive))
        await Promise.all(together.map((webhook) => webhook.answered))
        for (let turn = 0; turn <= group; turn++) await new Promise(setImmediate)
      }
      expect(written).toBeGreaterThanOrEqual(240)
      expect(written).toBeLessThanOrEqual(260)
      stopping.abort()
      for (const { answer } of standing) answer()
      await writing
    },
  )

  it('count a failed webhook as finished', async () => {
    const { pause, watch } = createTurns(() => 0)
    const accept = watch(() => Promise.reject(new Error('away')))
    for (let count = 0; count < 10; count++) await accept(undefined).catch(() => {})
    expect(await yields(pause)).toBe(false)
  })
})
