import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { costText } from '../../src/domain/segment-price.ts'
import { problemsOf } from '../support/problems-of.ts'

describe('SMS_SEGMENT_PRICE', () => {
  it('is a price and a currency', () => {
    expect(readConfig({}).segmentPrice).toBeUndefined()
    expect(readConfig({ SMS_SEGMENT_PRICE: '0.0083 USD' }).segmentPrice).toEqual({
      amount: 0.0083,
      currency: 'USD',
    })
  })

  it.each(['0.0083', 'USD 0.0083', '0 USD', '-1 USD', '0.0083 XQX', '0,0083 EUR'])(
    'is not %s',
    (value) => {
      expect(problemsOf({ SMS_SEGMENT_PRICE: value }).join()).toContain(
        'SMS_SEGMENT_PRICE must be a price and a currency such as 0.0083 USD',
      )
    },
  )

  it('gives the cost of segments', () => {
    expect(costText({ amount: 0.0083, currency: 'USD' }, 1_494)).toBe('$12.40')
    expect(costText({ amount: 0.07, currency: 'EUR' }, 20_000)).toBe('€1,400.00')
  })
})
