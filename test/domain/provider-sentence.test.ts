import { describe, expect, it } from 'vitest'
import { explained } from '../../src/domain/provider-sentence.ts'

function shown(sentence: unknown): string | undefined {
  const outcome = explained({ kind: 'refused', code: 'x' }, sentence)
  return 'detail' in outcome ? outcome.detail : undefined
}

describe('an error text of a provider', () => {
  it.each([
    ['Invalid `to` field.', 'Invalid `to` field.'],
    ['The acme.dev domain is not verified.', 'The acme.dev domain is not verified.'],
    ['The login1.acme.dev domain is new', 'The login1.acme.dev domain is new'],
    [
      'No A2P 10DLC campaign, see and/or ask (support)',
      'No A2P 10DLC campaign, see and/or ask (support)',
    ],
    ['To ada@mail.dev, please', 'To …, please'],
    ['"ada b"@mail.dev is suppressed', '… is suppressed'],
    ["'o'brien@mail.dev' bounced", "'…' bounced"],
    ["to o'brien@mail.dev", 'to …'],
    ['ada%40mail.dev and bob＠mail.dev', '… and …'],
    ['Ada <ada@mail.dev>; (bob@mail.dev)', 'Ada <…>; (…)'],
    ['open clerk.acme.dev/v1/verify?token=abc now', 'open … now'],
    ['open clerk.acme.dev?token=abc.', 'open ….'],
    ['see https://clerk.acme.dev/v1', 'see …'],
    ['the code AB12CD is old', 'the code … is old'],
    ['otp=ab12cd', 'otp=…'],
    ['the code １２３４５６ is old', 'the code … is old'],
    ['the code ٧٨٩١٢٣ is old', 'the code … is old'],
    ['+1 (415) 555-2671 is no number', '… is no number'],
    ['Account AC0123456789abcdef0123456789abcdef is closed', 'Account … is closed'],
    ['Email 4ef9a417-02e9-4d39-ad75-9611e0fcc33c', 'Email …'],
  ])('is shown without personal data: %s', (sentence, expected) => {
    expect(shown(sentence)).toBe(expected)
  })

  it.each([undefined, null, 7, '', ' \u200b'])(
    'is left out when it adds nothing: %j',
    (sentence) => {
      expect(shown(sentence)).toBeUndefined()
    },
  )

  it.each(['"', "'", '1.', 'a.', '(', '1 ', 'a1', '%4', '@', '"@', '.!'])(
    'is read in one go, whatever is in it: %s',
    (piece) => {
      const started = performance.now()
      shown(piece.repeat(1_000))
      // A pattern that tries every way to match takes minutes.
      expect(performance.now() - started).toBeLessThan(5_000)
    },
  )
})
