import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { expect, it } from 'vitest'
import { isOneSegment } from '../../src/domain/sms-segment.ts'

const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà^{}\\[~]|€'

it('counts as Twilio does', () => {
  const gsm = fc.string({ unit: fc.constantFrom(...GSM), minLength: 100, maxLength: 170 })
  const other = fc.string({ unit: fc.constantFrom(...'aжあ'), minLength: 60, maxLength: 75 })
  fc.assert(
    fc.property(fc.oneof(gsm, other), (text) => {
      expect(isOneSegment(text)).toBe(new SegmentedMessage(text).segmentsCount === 1)
    }),
    { numRuns: 500 },
  )
})

it('knows every character of the alphabet, and no other', () => {
  for (let code = 32; code < 0x500; code += 1) {
    const text = String.fromCharCode(code).repeat(75)
    expect(isOneSegment(text), text).toBe(new SegmentedMessage(text).segmentsCount === 1)
  }
})
