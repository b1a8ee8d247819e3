import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { problemsOf } from '../support/problems-of.ts'

const SENDS = {
  EMAIL_TRANSPORT: 'resend',
  RESEND_API_KEY: 're_123',
  EMAIL_FROM: 'login@auth.acme.com',
  APP_NAME: 'Acme',
}

it('warns if nobody can ask for help', () => {
  const { warnings } = readConfig(SENDS)
  expect(warnings).toEqual([expect.stringMatching(/^SUPPORT_EMAIL and SUPPORT_URL are not set/)])
  expect(readConfig({ ...SENDS, SUPPORT_EMAIL: 'help@acme.com' }).warnings).toEqual([])
  expect(readConfig({ ...SENDS, SUPPORT_URL: 'https://acme.com/help' }).warnings).toEqual([])
  // Nothing is sent.
  expect(readConfig({}).warnings).toEqual([])
})

it.each([
  ['#6366f1', 'ffffff', 'has a contrast of 4.5 to BRAND_COLOR. Texts of this size'],
  ['8b5cf6', 'fff', 'has a contrast of 4.2 to BRAND_COLOR. Texts of this size'],
  ['#ffff00', '#ffffff', 'has a contrast of 1.1 to BRAND_COLOR, too little to be read'],
])('warns of a text colour that is hard to read: %s, %s', (colour, text, warning) => {
  const { warnings } = readConfig({ BRAND_COLOR: colour, BRAND_BUTTON_TEXT_COLOR: text })
  expect(warnings).toEqual([expect.stringContaining(warning)])
})

it('does not warn of a text colour that is easy to read, or of one without its background', () => {
  expect(readConfig({ BRAND_COLOR: '335bf1', BRAND_BUTTON_TEXT_COLOR: 'fff' }).warnings).toEqual([])
  expect(readConfig({ BRAND_BUTTON_TEXT_COLOR: 'fff' }).warnings).toEqual([])
})

it('warns of the colours of the settings file and of each instance', () => {
  const file = {
    brand: { colors: { primary: '8b5cf6', buttonText: 'fff' } },
    instances: {
      ins_same: { brand: { name: 'Same' } },
      ins_other: { brand: { colors: { buttonText: 'ffff00' } } },
      ins_right: { brand: { colors: { primary: '335bf1' } } },
    },
  }
  const FILE = 'bellhop.config.ts'
  expect(readConfig({}, file).warnings).toEqual([
    expect.stringContaining(
      `brand.colors.buttonText in ${FILE} has a contrast of 4.2 to brand.colors.primary in ${FILE}. Texts`,
    ),
    expect.stringContaining(
      `instances.ins_other.brand.colors.buttonText in ${FILE} has a contrast of 3.9 to brand.colors.primary in ${FILE}. Texts`,
    ),
  ])
  const [mixed] = readConfig({ BRAND_COLOR: '#ffff00' }, { brand: file.brand }).warnings
  expect(mixed).toContain(
    `brand.colors.buttonText in ${FILE} has a contrast of 1.1 to BRAND_COLOR, too little`,
  )
})

it('does not ask for a way to get help that the settings file has', () => {
  expect(readConfig(SENDS, { brand: { supportUrl: 'https://acme.com/help' } }).warnings).toEqual([])
})

it('warns that one SMS cannot be filled in on a site and in an app', () => {
  const hash = { SMS_APP_HASH: 'FA+9qCX9VSu' }
  expect(readConfig(hash).warnings).toEqual([])
  expect(readConfig({ ...hash, APP_ORIGIN: 'https://app.acme.com' }).warnings).toEqual([
    expect.stringMatching(/^SMS_APP_HASH and APP_ORIGIN are both set/),
  ])
  const file = { brand: { appUrl: 'https://app.acme.com' } }
  expect(readConfig(hash, file).warnings).toEqual([
    expect.stringMatching(/^SMS_APP_HASH and brand\.appUrl in bellhop\.config\.ts are both set/),
  ])
})

it.each([
  [{ SUPPORT_EMAIL: 'help' }, 'SUPPORT_EMAIL must be one email address'],
  [{ SUPPORT_EMAIL: 'a?b@acme.com' }, 'SUPPORT_EMAIL must be one email address'],
  [{ SUPPORT_URL: 'acme.com/help' }, 'SUPPORT_URL must be the address of a page'],
  [{ ACCOUNT_URL: 'javascript:alert(1)' }, 'ACCOUNT_URL must be the address of a page'],
  [{ SMS_APP_NAME: 'x'.repeat(21) }, 'SMS_APP_NAME must have at most 20'],
  [{ SMS_APP_HASH: 'short' }, 'SMS_APP_HASH must be the 11 characters'],
])('refuses %j', (env, problem) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(problem)])
})
