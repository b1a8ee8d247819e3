import { expect, it } from 'vitest'
import { isBaseOf, languageTag, plainTag } from '../../src/domain/language-tag.ts'

it.each([
  ['de', 'de'],
  ['pt_BR', 'pt-BR'],
  ['ZH-hant-hk', 'zh-Hant-HK'],
  ['not a tag', null],
  ['', null],
  [`en-x-${'a'.repeat(8)}-${'b'.repeat(8)}-${'c'.repeat(8)}`, 'en-x-aaaaaaaa-bbbbbbbb-cccccccc'],
  // Users write their own.
  [`en-x${'-abcdefgh'.repeat(500)}`, null],
])('reads %j as %j', (value, tag) => {
  expect(languageTag(value)).toBe(tag)
})

it.each([
  ['pt', 'pt-BR', true],
  ['pt', 'pt-PT', true],
  ['pt-BR', 'pt-BR', true],
  ['pt-BR', 'pt', false],
  ['pt-PT', 'pt-BR', false],
  ['zh', 'zh-CN', true],
  ['zh', 'zh-TW', false],
  ['zh-Hant', 'zh-TW', true],
  ['zh-Hant-TW', 'zh-TW', true],
  ['no', 'nb', true],
  ['und', 'en', false],
  ['nonsense!', 'nonsense!', false],
])('%s as the base of %s: %s', (base, tag, expected) => {
  expect(isBaseOf(base, tag)).toBe(expected)
})

it.each([
  ['en-GB-oxendict', 'en-GB'],
  ['de-u-nu-arab', 'de'],
  ['zh-Hant-HK', 'zh-Hant-HK'],
  ['nonsense!', undefined],
])('of %s only %s chooses words', (tag, plain) => {
  expect(plainTag(tag)).toBe(plain)
})
