import { expect, it } from 'vitest'
import { contrastFaults } from '../../src/cli/check/contrast.ts'

it.each([
  [{}, []],
  [{ primaryColor: '#335bf1' }, []],
  // Clerk's white would be replaced by black.
  [{ primaryColor: '#ffee00' }, []],
  [{ primaryColor: '#0a8f8f', buttonTextColor: '#ffffff' }, ['warning']],
  [{ primaryColor: '#ffee00', buttonTextColor: '#ffffff' }, ['error']],
])('the contrast of %j', (brand, levels) => {
  expect(contrastFaults(brand).map(({ level }) => level)).toEqual(levels)
})
