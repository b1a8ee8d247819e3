import { beforeEach, describe, expect, it } from 'vitest'
import { createFailureWatch, type FailureWatch } from '../../src/delivery/failure-watch.ts'

const SECOND = 1_000
const START = Date.UTC(2026, 10, 21)

describe('the watch over failures of a provider', () => {
  let clock: number
  let watch: FailureWatch

  beforeEach(() => {
    clock = START
    watch = createFailureWatch(
      { codesAfterMs: 20 * SECOND, othersAfterMs: 300 * SECOND, doubtfulAnswers: 3 },
      () => new Date(clock),
    )
  })

  const wait = (seconds: number, act: () => void) => {
    clock += seconds * SECOND
    act()
  }

  it('sees a provider that takes nothing for 20 s', () => {
    watch.deferred(0)
    wait(19, () => watch.deferred(0))
    expect(watch.failing()).toBeNull()
    clock += SECOND
    expect(watch.failing()).toEqual({ cause: 'unreachable', since: new Date(START) })
  })

  it('sees three doubtful answers in a row', () => {
    watch.doubted()
    wait(5, watch.doubted)
    expect(watch.failing()).toBeNull()
    wait(5, watch.doubted)
    expect(watch.failing()).toEqual({ cause: 'doubtful_answers', since: new Date(START) })
  })

  it('begins anew after an answer that counts', () => {
    watch.doubted()
    watch.doubted()
    watch.deferred(0)
    wait(19, watch.reset)
    watch.doubted()
    wait(1, () => watch.deferred(0))
    expect(watch.failing()).toBeNull()
  })

  it('forgets a failure after which nothing was tried for long', () => {
    watch.deferred(0)
    watch.doubted()
    watch.doubted()
    clock += 3_600 * SECOND
    expect(watch.failing()).toBeNull()
    watch.doubted()
    expect(watch.failing()).toBeNull()
  })

  it('forgets nothing while the provider has asked to wait', () => {
    watch.deferred(START + 600 * SECOND)
    clock += 300 * SECOND
    expect(watch.failing()).toMatchObject({ cause: 'unreachable' })
  })
})
