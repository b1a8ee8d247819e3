import { describe, expect, it } from 'vitest'
import { languageFor, languageOf } from '../../src/templates/language.ts'

describe('the language for a tag', () => {
  it('is never a similar language', () => {
    for (const tag of ['be', 'uk', 'gsw', 'ca']) {
      expect(languageFor(tag, ['en', 'de', 'es', 'ru'])).toBeUndefined()
    }
  })

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
    ['en-GB-oxendict', 'en'],
    ['pt-PT-x-mine', 'pt-BR'],
  ])('%s is %s', (tag, language) => {
    expect(languageFor(tag)).toBe(language)
  })

  it.each([
    ['no', 'nb'],
    ['no-NO', 'nb'],
    ['nb-NO', 'nb'],
    ['nb', 'no'],
    ['nn', undefined],
    ['da', undefined],
  ])('%s is %s where there is a Norwegian one', (tag, language) => {
    expect(languageFor(tag, ['en', language ?? 'nb'])).toBe(language)
  })

  // Languages without a catalogue that are similar to one with a catalogue.
  it.each(['tlh', 'vo', 'ru-Latn', 'hi-Latn', 'und', 'x-klingon', '', 'not a tag', 'en_US'])(
    'is never another language for %j',
    (tag) => {
      expect(languageFor(tag)).toBeUndefined()
    },
  )
})

it('is the first with a catalogue, or English', () => {
  expect(languageOf(['tlh', 'nonsense!', 'de-CH', 'fr'])).toBe('de')
  expect(languageOf(['tlh'])).toBe('en')
  expect(languageOf([])).toBe('en')
})
