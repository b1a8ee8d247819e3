import { describe, expect, it } from 'vitest'
import { languageFor, languageOf } from '../../src/templates/language.ts'

describe('the language for a tag', () => {
  it.each([
    ['en-GB', 'en'],
    ['de-AT', 'de'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['es-419', 'es'],
    ['zh', 'zh-CN'],
    ['zh-Hant', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-Hans-SG', 'zh-CN'],
    ['iw', 'he'],
    ['PT-br', 'pt-BR'],
    ['fr-u-nu-arab', 'fr'],
  ])('%s is %s', (tag, language) => {
    expect(languageFor(tag)).toBe(language)
  })

  it.each(['sv', 'be', 'ca', 'gsw', 'hi-Latn', 'und', 'x-klingon', '', 'not a tag', 'en_US'])(
    'is nobody else’s for %j',
    (tag) => {
      expect(languageFor(tag)).toBeUndefined()
    },
  )
})

it('takes the first wish that can be met, English at last', () => {
  expect(languageOf(['sv', 'nonsense!', 'de-CH', 'fr'])).toBe('de')
  expect(languageOf(['sv'])).toBe('en')
  expect(languageOf([])).toBe('en')
})
