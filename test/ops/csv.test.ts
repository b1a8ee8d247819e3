import { expect, it } from 'vitest'
import { csvLine } from '../../src/ops/csv.ts'

it('quotes only what needs it, and leaves empty what is not there', () => {
  const at = new Date('2026-01-31T09:30:00Z')
  expect(csvLine(['a', 'b, c', 'say "hi"', 'two\nlines', null, undefined, 0, at])).toBe(
    'a,"b, c","say ""hi""","two\nlines",,,0,2026-01-31T09:30:00.000Z\r\n',
  )
})

it.each(['=1+1', '+4915112345678', '-1', '@sum', '\tx', '\rx', '\nx'])(
  'keeps a spreadsheet from running %j',
  (text) => {
    expect(csvLine([text]).replaceAll('"', '')).toBe(`'${text}\r\n`)
  },
)
