import { expect, it } from 'vitest'
import { CATALOGUES } from '../../src/templates/catalogues.ts'
import { isRightToLeft, wordsOf } from '../../src/templates/words.ts'

const APART = /[\u2068\u2069]/

it('names in the other direction are isolated, but never a code', () => {
  const arabic = wordsOf('ar', 'Acme')('emails.verification_code.subject', { code: '123456' })
  expect(arabic).toContain('\u2068Acme\u2069')
  expect(arabic.startsWith('123456')).toBe(true)
  const letters = wordsOf('ar', 'Acme')('emails.verification_code.subject', { code: 'ab12cd' })
  expect(letters.startsWith('ab12cd')).toBe(true)
  expect(wordsOf('en', 'محمد')('emails.welcome.subject')).toContain('\u2068محمد\u2069')
  expect(wordsOf('en', 'Acme')('emails.welcome.subject')).not.toMatch(APART)
})

it('a text without the name of the app is still a sentence', () => {
  expect(wordsOf('en', '')('emails.welcome.subject')).toContain(CATALOGUES.en?.app)
  for (const [slug, language] of [
    ['password_changed', 'tr'],
    ['opaque_token_usage_limit_alert', 'en'],
  ] as const) {
    expect(wordsOf(language, '')(`emails.${slug}.subject`)).toMatch(/^\p{Lu}/u)
    expect(wordsOf(language, 'iOS')(`emails.${slug}.subject`)).not.toMatch(/^I/)
  }
})

it('a Chinese name has no spaces around it in Chinese, but a Latin one has', () => {
  const subject = (locale: string, app: string) =>
    wordsOf(locale, app)('emails.password_changed.subject')
  expect(subject('zh-CN', '微信读书')).toBe('您的微信读书密码已更改')
  expect(subject('zh-CN', 'Acme')).toBe('您的 Acme 密码已更改')
  expect(subject('zh-TW', 'Acme 商店')).toBe('您的 Acme 商店密碼已變更')
  const link = 'https://acme.dev/i?t=微'
  expect(wordsOf('zh-CN', 'Acme')('sms.invitation', { link })).toContain(link)
})

it('a language without a catalogue gets English', () => {
  expect(wordsOf('xx', 'Acme')('emails.welcome.subject')).toBe(
    wordsOf('en', 'Acme')('emails.welcome.subject'),
  )
})

it('braces and tags in names are not interpreted', () => {
  const name = '{app} <b>x</b> {n, plural, other {#}}'
  expect(wordsOf('en', 'Acme')('greeting', { name })).toContain(name)
})

it('a missing argument throws, so that Clerk’s own text is sent', () => {
  expect(() => wordsOf('en', 'Acme')('greeting')).toThrow()
})

it.each(['ar', 'he', 'fa', 'ur', 'ckb', 'ps', 'yi', 'dv', 'sd', 'ug', 'pa-PK', 'az-Arab', 'rhg'])(
  '%s is read from right to left',
  (locale) => {
    expect(isRightToLeft(locale)).toBe(true)
  },
)

it.each(['en', 'de', 'ja', 'az', 'pa', 'ku', 'fa-Latn', 'd'])(
  '%s is read from left to right',
  (locale) => {
    expect(isRightToLeft(locale)).toBe(false)
  },
)
