import { expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import { localDuration, localTime } from '../../src/templates/local-time.ts'
import { variablesOf } from '../support/email-input.ts'
import { writeEmail } from '../support/every-email.ts'

it('a time is in the language of the reader, with its zone', () => {
  expect(localTime('en', 'August 31, 02:18PM +0000')).toBe('August 31 at 2:18\u00a0PM\u00a0UTC')
  expect(localTime('de', 'August 31, 02:18PM +0000')).toMatch(
    /^31\. August (?:um )?14:18\u00a0UTC$/,
  )
  expect(localTime('ja', '30 August 2022, 12:14 UTC')).toMatch(/^2022年8月30日 12:14\u00a0UTC$/)
  expect(localTime('de', '30 August 2022, 12:14 +0200')).toMatch(/12:14\u00a0GMT\+2$/)
})

it.each(LANGUAGES)('the zone stands without brackets in %s', (locale) => {
  expect(localTime(locale, '30 August 2022, 12:14 UTC')).toMatch(/UTC/)
  expect(localTime(locale, '30 August 2022, 12:14 +0200')).not.toMatch(/[[\]]/)
  expect(localTime(locale, '30 August 2022, 12:14 UTC')).not.toMatch(/[[\]]/)
})

it.each(LANGUAGES)('the time of the day stays on one line with its zone in %s', (locale) => {
  expect(localTime(locale, '30 August 2022, 12:14 UTC')).toMatch(
    /\d:\d\d(?:\u00a0\S+)*\u00a0UTC|UTC\u00a0\d+:\d\d/,
  )
})

it('a duration is in the language of the reader', () => {
  expect(localDuration('de', '1 hour')).toBe('1 Stunde')
  expect(localDuration('en', '1 hour and 30 minutes')).toBe('1 hour, 30 minutes')
  expect(localDuration('ru', '30 minutes')).toBe('30 минут')
})

it('an unknown form stays as it is', () => {
  for (const text of ['Today at 14:18', '31.08.2022, 14:18', 'a while']) {
    expect(localTime('de', text)).toBe(text)
    expect(localDuration('de', text)).toBe(text)
  }
})

it.each(LANGUAGES.filter((locale) => locale !== 'en'))(
  'no fact is in English in %s',
  async (locale) => {
    for (const slug of ['new_device_sign_in', 'account_locked', 'magic_link_sign_in']) {
      const { html, text } = await writeEmail(slug, locale, {
        ...variablesOf(slug),
        sign_in_method: 'Email code',
      })
      for (const part of [html, text]) {
        expect(part).not.toMatch(/\bNovember \d{1,2}\b|1 hour|Email code|Desktop|AM\b/)
        expect(part).toContain('UTC')
      }
    }
  },
)
