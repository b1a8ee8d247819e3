import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { CATALOGUES } from '../../src/templates/catalogues.ts'
import { languageOf } from '../../src/templates/language.ts'
import { wordFaults } from '../../src/templates/own-words.ts'
import { currentVocabulary, setVocabulary } from '../../src/templates/vocabulary.ts'
import { wordsOf } from '../../src/templates/words.ts'
import { faultsOfWords } from '../../src/wiring/word-faults.ts'

afterEach(() => setVocabulary())

const greeting = (text: string) => ({ greeting: text })
/** What a reader with this tag is greeted with. */
const greetingOf = (tag: string) => wordsOf(languageOf([tag]), 'Acme')('greeting', { name: 'Ada' })

describe('words for a language', () => {
  it.each([
    ['pt', ['pt', 'pt-BR', 'pt-PT', 'pt-AO']],
    ['pt-Latn', ['pt', 'pt-BR', 'pt-PT']],
    ['zh', ['zh', 'zh-CN', 'zh-SG', 'zh-Hans']],
    ['zh-Hans', ['zh', 'zh-CN']],
    ['zh-Hant', ['zh-TW', 'zh-HK', 'zh-Hant']],
    ['zh-Hant-TW', ['zh-TW']],
    ['de', ['de', 'de-AT']],
    ['de-Latn', ['de', 'de-CH']],
  ])('%s are said to %j', (tag, readers) => {
    setVocabulary({ [tag]: greeting('Own') })
    for (const reader of readers) expect([reader, greetingOf(reader)]).toEqual([reader, 'Own'])
  })

  it.each([
    ['pt', ['es', 'en']],
    ['zh', ['zh-TW', 'zh-Hant']],
    ['zh-Hant', ['zh-CN', 'zh']],
    ['es-419', ['es', 'es-ES']],
  ])('%s are not said to %j', (tag, readers) => {
    setVocabulary({ [tag]: greeting('Own') })
    for (const reader of readers) expect(greetingOf(reader)).not.toBe('Own')
  })

  it('are no language of their own where there is one already', () => {
    setVocabulary({ pt: {}, zh: {}, 'pt-PT': {}, sv: {} })
    expect(currentVocabulary().languages).toEqual([...Object.keys(CATALOGUES), 'pt-PT', 'sv'])
    expect(languageOf(['pt'])).toBe('pt-BR')
  })

  it('are replaced by those for its varieties', () => {
    setVocabulary({
      pt: { greeting: 'pt', app: 'pt' },
      'pt-PT': { greeting: 'pt-PT' },
      'pt-BR': { greeting: 'pt-BR', help: 'pt-BR' },
    })
    expect([greetingOf('pt-PT'), greetingOf('pt-BR'), greetingOf('pt-AO')]).toEqual([
      'pt-PT',
      'pt-BR',
      'pt-PT',
    ])
    const say = wordsOf('pt-PT', 'Acme')
    expect(say('app')).toBe('pt')
    expect(say('not_you')).toBe(CATALOGUES['pt-BR']?.not_you)
  })

  it('of the operator alone also have varieties', () => {
    setVocabulary({ sv: { greeting: 'sv', not_you: 'sv' }, 'sv-FI': { greeting: 'sv-FI' } })
    expect(greetingOf('sv-FI')).toBe('sv-FI')
    expect(wordsOf('sv-FI', 'Acme')('not_you')).toBe('sv')
  })

  it('may be chosen as one of few languages', () => {
    setVocabulary({ pt: greeting('Own') }, ['en', 'pt'])
    expect(greetingOf('pt-PT')).toBe('Own')
    expect(wordsOf('pt', 'Acme')('not_you')).toBe(CATALOGUES['pt-BR']?.not_you)
  })
})

describe('the check of words', () => {
  const faultsOf = (overlays: Record<string, object>, locales?: string[]) => {
    setVocabulary(overlays, locales)
    return wordFaults(currentVocabulary(), (_, [first = '']) => first)
  }

  it('reports words that nobody gets', () => {
    expect(faultsOf({ fr: {}, de: {}, 'de-AT': {} }, ['en', 'de'])).toEqual([
      {
        language: 'fr',
        level: 'warning',
        message: 'Nobody gets these words: locales does not name fr.',
      },
      {
        language: 'de-AT',
        level: 'warning',
        message: 'Nobody gets these words: locales does not name de-AT.',
      },
    ])
    expect(faultsOf({ pt: {}, zh: {} })).toEqual([])
    expect(faultsOf({ pt: {}, en: {} }, ['pt-BR'])).toEqual([])
  })

  it('finds no fault in the example of the documentation', () => {
    const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8')
    const examples = [...page.matchAll(/```json\n([^`]+)```/g)].map(([, text = '']) => text)
    expect(examples).toHaveLength(1)
    for (const text of examples) expect(faultsOf({ en: JSON.parse(text) })).toEqual([])
  })

  it('names a text of the same message instead of one that does not exist', () => {
    setVocabulary({ en: { emails: { welcome: { heading: 'Hello' } } } })
    expect(faultsOfWords(currentVocabulary()).map(({ message }) => message)).toEqual([
      expect.stringContaining('The most similar is emails.welcome.'),
    ])
  })

  it('reports an SMS without its code or link', () => {
    const sms = { verification_code: 'Here it is.', invitation: 'Come.', expiry: 'Soon.' }
    expect(faultsOf({ de: { sms } }).map(({ message }) => message)).toEqual([
      'sms.verification_code lacks {code}, which the reader needs.',
      'sms.invitation lacks {link}, which the reader needs.',
    ])
  })

  it('reports missing texts only of a language that has no other words', () => {
    expect(faultsOf({ sv: {}, 'sv-FI': {}, 'pt-PT': {} }).map(({ language }) => language)).toEqual([
      'sv',
    ])
  })
})
