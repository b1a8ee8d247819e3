import { expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import { sentences } from '../../src/templates/sentences.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'

it('sentences have a space between them where the language has one', () => {
  expect(sentences('en', ['A.', undefined, 'B.'])).toBe('A. B.')
  expect(sentences('ko', ['A.', 'B.'])).toBe('A. B.')
  for (const locale of ['ja', 'zh-CN', 'zh-TW', 'zh-HK']) {
    expect(sentences(locale, ['A。', 'B。'])).toBe('A。B。')
  }
})

it.each(LANGUAGES.filter((locale) => /^(?:ja|zh)/.test(locale)))(
  'there is no space after a full stop in %s',
  async (locale) => {
    for (const slug of EMAIL_SLUGS) {
      const { html, text } = await writeEmail(slug, locale)
      for (const part of [html, text]) expect(part, slug).not.toMatch(/[。：？！] /)
    }
  },
)
