import { expect, it } from 'vitest'
import { wordsOf } from '../../src/templates/words.ts'

const APART = /[\u2068\u2069]/

it('sets names apart from words of the other direction, but never a code', () => {
  const arabic = wordsOf('ar', 'Acme')('emails.verification_code.subject', { code: '123456' })
  expect(arabic).toContain('\u2068Acme\u2069')
  expect(arabic.startsWith('123456')).toBe(true)
  expect(wordsOf('en', 'محمد')('emails.welcome.subject')).toBe('Welcome to \u2068محمد\u2069')
  expect(wordsOf('en', 'Acme')('emails.welcome.subject')).not.toMatch(APART)
})

it('says something even of an app whose name nobody knows', () => {
  expect(wordsOf('en', '')('emails.welcome.subject')).toBe('Welcome to our app')
})

it('speaks English where there is no catalogue', () => {
  expect(wordsOf('xx', 'Acme')('emails.welcome.subject')).toBe('Welcome to Acme')
})

it('takes braces and tags in names for what they are', () => {
  const name = '{app} <b>x</b> {n, plural, other {#}}'
  expect(wordsOf('en', 'Acme')('greeting', { name })).toBe(`Hello ${name},`)
})

it('throws when an argument is missing, so that Clerk’s own words are sent', () => {
  expect(() => wordsOf('en', 'Acme')('greeting')).toThrow()
})
