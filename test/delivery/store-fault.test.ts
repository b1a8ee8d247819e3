import { expect, it } from 'vitest'
import { isItemFault, isUnstorable } from '../../src/delivery/store-fault.ts'

const failed = (code: string) => Object.assign(new Error('x'), { code })
const nested = () => JSON.stringify(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return null
}

it.each<[string, unknown, boolean, boolean]>([
  ['a character that PostgreSQL does not have', failed('22021'), true, true],
  ['a value too long for an index', failed('54000'), true, true],
  ['nesting too deep for PostgreSQL', failed('54001'), true, true],
  ['nesting too deep for us', thrownBy(nested), true, true],
  ['a time beyond the calendar', thrownBy(() => new Date(Number.NaN).toISOString()), true, true],
  ['a deadlock with another instance', failed('40P01'), true, false],
  ['a conflict of transactions', failed('40001'), true, false],
  ['a table that is not there yet', failed('42P01'), true, false],
  ['a lost connection', failed('08006'), false, false],
  ['a full disk', failed('53100'), false, false],
  ['a stopped server', failed('57P01'), false, false],
  ['a refused connection', failed('ECONNREFUSED'), false, false],
  ['a mistake of ours', new TypeError('x'), false, false],
])('%s', (_, error, item, unstorable) => {
  expect([isItemFault(error), isUnstorable(error)]).toEqual([item, unstorable])
})
