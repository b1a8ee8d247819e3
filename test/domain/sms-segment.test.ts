import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { expect, it } from 'vitest'
import { isOneSegment, segmentsOf } from '../../src/domain/sms-segment.ts'

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

it('counts the segments of long texts as Twilio does, but for a character that would be cut', () => {
  const gsm = fc.string({
    unit: fc.constantFrom(...GSM.replace(/[\^{}\\[~\]|€]/g, '')),
    maxLength: 900,
  })
  const other = fc.string({ unit: fc.constantFrom(...'aжあ'), maxLength: 400 })
  const twice = fc.string({ unit: fc.constantFrom(...GSM), maxLength: 900 })
  const count = (text: string) => new SegmentedMessage(text).segmentsCount
  fc.assert(
    fc.property(fc.oneof(gsm, other), (text) => {
      expect(segmentsOf(text)).toBe(Math.max(1, count(text)))
    }),
    { numRuns: 1_000 },
  )
  fc.assert(
    fc.property(twice, (text) => {
      const more = Math.max(1, count(text)) - segmentsOf(text)
      expect([0, 1]).toContain(more)
    }),
    { numRuns: 1_000 },
  )
})
