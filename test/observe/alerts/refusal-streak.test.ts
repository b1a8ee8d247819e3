import { beforeEach, describe, expect, it } from 'vitest'
import {
  createRefusalWatch,
  type Refusal,
  type RefusalWatch,
} from '../../../src/observe/alerts/refusal-streak.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const WRONG: Refusal = { reason: 'no_secret_matches' }

describe('a streak of refused webhooks', () => {
  let clock: number
  let watch: RefusalWatch

  beforeEach(() => {
    clock = Date.parse('2026-03-01T12:00:00Z')
    watch = createRefusalWatch(() => new Date(clock))
  })

  function refuse(...refusals: readonly Refusal[]): void {
    for (const refusal of refusals) watch.refused(refusal)
  }
  const off = (secondsOff: number): Refusal => ({ reason: 'time_off', secondsOff })

  it('begins after five minutes with at least five of them', () => {
    refuse(WRONG, WRONG, WRONG, WRONG)
    clock += 5 * MINUTE
    expect(watch.read()).toBeNull()
    refuse(WRONG)
    expect(watch.read()).toEqual({
      count: 5,
      minutes: 5,
      reasons: { no_secret_matches: 5 },
      hint: 'secret',
    })
  })

  it('does not begin before five minutes, whatever their number', () => {
    for (let n = 0; n < 100; n++) refuse(WRONG)
    clock += 5 * MINUTE - 1
    expect(watch.read()).toBeNull()
  })

  it('ends with the first accepted webhook', () => {
    refuse(WRONG, WRONG, WRONG, WRONG, WRONG)
    clock += 6 * MINUTE
    watch.verified()
    expect(watch.read()).toBeNull()
    refuse(WRONG)
    expect(watch.read()).toBeNull()
  })

  it('names the clock if all times differ by about the same', () => {
    refuse(off(400), off(410), off(402), off(399), off(405))
    clock += 5 * MINUTE
    expect(watch.read()).toMatchObject({ hint: 'clock', secondsOff: 405 })
    watch.verified()
    refuse(off(-3_600), off(-3_590), off(-3_600), off(-3_600), off(-3_600))
    clock += 5 * MINUTE
    expect(watch.read()).toMatchObject({ hint: 'clock', secondsOff: -3_595 })
  })

  it.each([
    ['differ', [off(400), off(900), off(400), off(400), off(400)]],
    ['are of both kinds', [off(400), off(400), off(400), off(400), WRONG]],
    ['are of both kinds, the other way round', [WRONG, off(400), off(400), off(400), off(400)]],
  ])('points at nothing when they %s', (_, refusals) => {
    refuse(...refusals)
    clock += 5 * MINUTE
    expect(watch.read()).not.toHaveProperty('hint')
    expect(watch.read()).toMatchObject({ count: 5 })
  })

  it('ends a day after the last of them', () => {
    refuse(WRONG, WRONG, WRONG, WRONG, WRONG)
    clock += 24 * HOUR
    expect(watch.read()).not.toBeNull()
    clock += 1
    expect(watch.read()).toBeNull()
  })
})
