import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ASK_DOCTOR } from '../../src/domain/doctor.ts'

it('points to bellhop doctor when settings are wrong', () => {
  expect(() => readConfig({ PORT: 'x' })).toThrow(ASK_DOCTOR)
})
