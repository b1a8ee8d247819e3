import { expect, it } from 'vitest'
import { csvLine } from '../../src/ops/csv.ts'

it('writes numbers, instants and missing values', () => {
  const at = new Date('2026-11-21T09:30:00Z')
  expect(csvLine(['email', 12, true, at, null, undefined])).toBe(
    'email,12,true,2026-11-21T09:30:00.000Z,,\r\n',
  )
})

it('quotes what would end a cell', () => {
  expect(csvLine(['a,b', 'say "no"', 'two\nlines'])).toBe('"a,b","say ""no""","two\nlines"\r\n')
})

it.each(['=1+1', '+4915112345678', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'keeps spreadsheets from running %j',
  (text) => {
    expect(csvLine([text])).toContain(`'${text}`)
  },
)
