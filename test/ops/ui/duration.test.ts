import { expect, it } from 'vitest'
import { durationText } from '../../../src/ops/ui/duration.ts'

it.each([
  [0, '0 ms'],
  [62.4, '62 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [1_440, '1.4 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [480_000, '8 min'],
  [3_569_000, '59 min'],
  [3_570_000, '1 h'],
  [47 * 3_600_000, '47 h'],
  [48 * 3_600_000, '2 days'],
  [30 * 86_400_000, '30 days'],
  [-1_440, '1.4 s'],
])('%d ms are %s', (ms, words) => {
  expect(durationText(ms).replace('\u00a0', ' ')).toBe(words)
})
