import { expect, it } from 'vitest'
import { languageTag } from '../../src/domain/language-tag.ts'

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
