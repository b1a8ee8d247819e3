import { describe, expect, it } from 'vitest'
import { oneLine, safeName, subjectLine } from '../../src/domain/plain-text.ts'

describe('one line', () => {
  it.each([
    ['line breaks', 'Ada\r\nBcc: eve', 'Ada Bcc: eve'],
    ['other line ends', 'a\u2028b\u2029c\u0085d', 'a b c d'],
    ['control characters', 'a\u0000\u0007b', 'a b'],
    ['direction marks', '\u202Egnp.exe\u202C\u2066', 'gnp.exe'],
    ['zero-width characters', 'a\u200Bb\u2060c\uFEFFd', 'abcd'],
    ['letters that show as nothing', ' \u3164\u2800\uffa0 ', ''],
    ['white space', '  a \t b  ', 'a b'],
    ['half a character', 'a\ud800', 'a\ufffd'],
  ])('has no %s', (_, given, clean) => {
    expect(oneLine(given)).toBe(clean)
  })

  it('is cut between characters, not inside one', () => {
    expect(oneLine('👩'.repeat(9), 4)).toBe('👩👩👩…')
    expect([...oneLine('x'.repeat(300))]).toHaveLength(200)
  })

  it('is empty for a value that is not a text', () => {
    for (const value of [null, undefined, {}, [], true]) expect(oneLine(value)).toBe('')
  })

  it('leaves letters of all scripts as they are', () => {
    for (const name of ['José María', '王小明', 'محمد بن موسى', '葛\u{E0100}城', 'นภา'])
      expect(oneLine(name)).toBe(name)
  })
})

const LINKS = [
  'evil.com',
  'Pay at evil.co.uk now',
  'https://evil',
  'www.evil',
  'eve@evil',
  'mailto:eve',
  'tel:1900',
  'evil．com',
  'evil。com',
  'ｅｖｉｌ．ｃｏｍ',
  'evil.\u200bcom',
  'ev\u00adil.com',
  'пример.рф',
  'उदाहरण.भारत',
  'xn--e1afmkfd.xn--p1ai',
  '203.0.113.7/login',
  '1.2.3.evil.com',
]

describe('a name', () => {
  it.each([...LINKS, '203.0.113.7', 'Call +1 (900) 555-0100', '٠١٢٣٤٥٦٧'])(
    'is dropped when it could become a link: %j',
    (name) => {
      expect(safeName(name)).toBe('')
    },
  )

  it.each([
    'Ada',
    'Jean-Luc',
    "O'Neil",
    'Dr. Strange',
    'Sammy Davis, Jr.',
    'A.B.',
    'Ada…',
    'R2-D2',
    'C++11 and + 7',
    'Class of 1984',
    '$& {name}',
  ])('stays: %s', (name) => {
    expect(safeName(name)).toBe(name)
  })

  it.each([
    '\u034f',
    '\u17b4\u17b5',
    '\ufe0f',
    '\u180b',
    '\u{e0100}',
    '\u0300',
    '\u3164',
    ' \u0301 ',
    '...',
  ])('is dropped when nothing of it is visible: %j', (name) => {
    expect(safeName(name)).toBe('')
  })

  it.each(['👩‍💻', '❤️', '葛\u{E0100}城', 'é', 'नि', '1', '🇩🇪', '★'])('shows: %s', (name) => {
    expect(safeName(name)).not.toBe('')
  })

  it('is not longer than 64 characters', () => {
    expect([...safeName('x'.repeat(300))]).toHaveLength(64)
  })
})

describe('a subject', () => {
  it.each([
    ['Hello \u202eadA, welcome', 'Hello adA, welcome'],
    ['Hello \u2067Ada, welcome', 'Hello Ada, welcome'],
    ['Hello \u2069Ada\u2068', 'Hello Ada'],
    ['Hello \u2068محمد\u2069, welcome', 'Hello \u2068محمد\u2069, welcome'],
    ['a\r\nb', 'a b'],
    ['👩‍💻 and می‌خواهم', '👩‍💻 and می‌خواهم'],
  ])('is one line in which no value turns the rest: %j', (subject, line) => {
    expect(subjectLine(subject)).toBe(line)
  })
})
