import { expect, it } from 'vitest'
import { languagesOf, sourceOf } from '../../../src/delivery/deliver/languages.ts'

const carried = (variables: object) => ({
  userLocale: null,
  content: { variables: { ...variables }, clerk: {} },
})
const locale = (tag: string) => ({ public_metadata: { locale: tag } })

it.each([
  ['its user', { ...carried({}), userLocale: 'de-AT,en' }, undefined, 'de', 'user'],
  ['the event', carried({ invitation: locale('de') }), 'fr', 'de', 'event'],
  ['the app', carried({ org: locale('ja') }), 'de_CH', 'de', 'hint'],
  ['the organization', carried({ org: locale('zh-HK') }), undefined, 'zh-TW', 'organization'],
  ['nobody', carried({}), undefined, 'en', 'default'],
  // The language that was wanted most has no catalogue.
  ['the next who wants one', carried({ user: locale('eo') }), 'de', 'de', 'hint'],
] as const)('the language of a message is from %s', (_, message, hint, language, source) => {
  expect(sourceOf(language, languagesOf(message, hint, 'en'))).toBe(source)
})
