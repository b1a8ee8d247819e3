import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import { argumentsOf, textsOf } from '../../src/templates/broken-words.ts'
import { CATALOGUES } from '../../src/templates/catalogues.ts'
import { type Key, wordsOf } from '../../src/templates/words.ts'

const ENGLISH = new Map(textsOf(CATALOGUES.en ?? {}))
const NUMBERS = ['minutes', 'days']

function valuesFor(message: string, number: number): Record<string, string | number> {
  return Object.fromEntries(
    [...argumentsOf(message)].map((name) => [name, NUMBERS.includes(name) ? number : `<${name}>`]),
  )
}

describe.each(LANGUAGES)('the catalogue %s', (language) => {
  const messages = new Map(textsOf(CATALOGUES[language] ?? {}))

  it('has the same texts as the English one, none of them empty', () => {
    expect([...messages.keys()].sort()).toEqual([...ENGLISH.keys()].sort())
    for (const [key, message] of messages) expect(message.trim(), key).toBe(message)
    for (const [key, message] of messages) expect(message, key).not.toBe('')
  })

  it('has the given values in its texts, for every number', () => {
    const say = wordsOf(language, '<app>')
    for (const [key, english] of ENGLISH) {
      for (const number of [1, 2, 3, 5, 10, 11, 21, 30, 100]) {
        const values = valuesFor(english, number)
        const said = say(key as Key, values)
        for (const [name, value] of Object.entries(values)) {
          // One and two are words of their own in some languages.
          const expected = NUMBERS.includes(name) ? (number > 2 ? String(value) : '') : `<${name}>`
          expect(said, key).toContain(expected)
        }
        expect(said, key).not.toMatch(/[{}#]|undefined/)
      }
    }
  })

  it('is in its own language', () => {
    const same = [...messages].filter(([key, text]) => text === ENGLISH.get(key))
    const share = language.startsWith('en') ? 0 : same.length / messages.size
    expect(share, same.map(([key]) => key).join()).toBeLessThan(0.1)
  })

  it('has no straight apostrophe, which would hide the arguments after it', () => {
    for (const [key, message] of messages) expect(message, key).not.toContain("'")
  })

  it('puts the code first where a phone shows only the beginning', () => {
    for (const slug of ['verification_code', 'reset_password_code']) {
      expect(messages.get(`emails.${slug}.subject`)).toMatch(/^\{code\}/)
      expect(messages.get(`emails.${slug}.prompt`)).toMatch(/[:：]$/)
    }
  })
})

it('the English texts make sense without the name of the app', () => {
  const say = wordsOf('en', '')
  for (const [key, message] of ENGLISH) {
    expect(say(key as Key, valuesFor(message, 3)), key).not.toMatch(/\byour our\b|\byour app\b/i)
  }
  expect(say('emails.password_changed.subject')).toBe('Your password was changed')
})
