import { describe, expect, it } from 'vitest'
import { CATALOGUES, LANGUAGES } from '../../src/templates/catalogues.ts'
import { type Key, wordsOf } from '../../src/templates/words.ts'

type Tree = { readonly [key: string]: string | Tree }

function flatten(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flatten(value, `${path}${key}.`),
  )
}

const ENGLISH = new Map(flatten(CATALOGUES.en as Tree))
const NUMBERS = ['minutes', 'days']

function argumentsOf(message: string): string[] {
  const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name = '']) => name)
  return [...new Set(names)].sort()
}

function valuesFor(message: string, number: number): Record<string, string | number> {
  return Object.fromEntries(
    argumentsOf(message).map((name) => [name, NUMBERS.includes(name) ? number : `<${name}>`]),
  )
}

describe.each(LANGUAGES)('the catalogue %s', (language) => {
  const messages = new Map(flatten(CATALOGUES[language] as Tree))

  it('has the same texts as the English one, none of them empty', () => {
    expect([...messages.keys()].sort()).toEqual([...ENGLISH.keys()].sort())
    for (const [key, message] of messages) expect(message.trim(), key).toBe(message)
    for (const [key, message] of messages) expect(message, key).not.toBe('')
  })

  it('says what it is given, whatever the number', () => {
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

  it('has no straight apostrophe, which would hide the arguments behind it', () => {
    for (const [key, message] of messages) expect(message, key).not.toContain("'")
  })

  it('puts the code first where a phone shows only the beginning', () => {
    for (const slug of ['verification_code', 'reset_password_code']) {
      expect(messages.get(`emails.${slug}.subject`)).toMatch(/^\{code\}/)
      expect(messages.get(`emails.${slug}.prompt`)).toMatch(/[:：]$/)
    }
  })
})

it('makes sense in English without a name of the app', () => {
  for (const [key, message] of ENGLISH) expect(message, key).not.toMatch(/\byour \{app\}/i)
})
