import { expect, it } from 'vitest'
import { DEFAULT_LIMITS, limitText } from '../../src/domain/sending-limits.ts'

it('writes limits as the settings read them', () => {
  expect(limitText(DEFAULT_LIMITS.codes)).toBe('5/10m,20/1d')
  expect(limitText(DEFAULT_LIMITS.notices)).toBe('3/1h')
  expect(limitText([{ count: 2, seconds: 90 }])).toBe('2/90s')
  expect(limitText([])).toBe('off')
})
