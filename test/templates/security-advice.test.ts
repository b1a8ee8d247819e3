import { expect, it } from 'vitest'
import { wordsOf } from '../../src/templates/words.ts'
import { variablesOf } from '../support/email-input.ts'
import { writeEmail } from '../support/every-email.ts'

const BRAND = { supportEmail: 'help@acme.dev', accountUrl: 'https://app.acme.dev/account' }
const REVOKE = 'https://clerk.acme.dev/v1/sessions/revoke?token=abc'

const t = wordsOf('en', 'Acme')
const write = (slug: string, variables: object = {}, brand: object = BRAND) =>
  writeEmail(slug, 'en', { ...variablesOf(slug), ...variables }, { brand })

/** The links of an email, in the order in which they stand. */
const hrefs = (html: string) => [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href)

it.each([
  'primary_email_address_changed',
  'password_removed',
  'mfa_enabled',
  'passkey_added',
  'passkey_removed',
])('%s does not advise a new password, which would not help', async (slug) => {
  const { html, text } = await write(slug)
  for (const part of [html, text]) {
    expect(part).not.toMatch(/reset your password/i)
    expect(part).toMatch(/contact us/i)
    expect(part).toContain('help@acme.dev')
  }
})

it('a changed password is answered by a reset, and by help if that fails', async () => {
  const { text } = await write('password_changed')
  expect(text).toContain(`Not you?\n${t('advice.intruder')} ${t('advice.reset')}\n`)
})

it.each([
  ['Password', t('advice.reset')],
  ['Email code', t('advice.mailbox')],
  ['Google', t('advice.provider', { provider: 'Google' })],
  ['Passkey', t('advice.passkey')],
  ['SAML SSO (Okta)', t('advice.contact')],
])('the advice about a new device fits how somebody signed in: %s', async (method, advice) => {
  const { text } = await write('new_device_sign_in', { sign_in_method: method })
  expect(text).toContain(`Not you?\n${t('advice.sign_out_others')} ${advice}\n`)
})

it('the link that signs a device out has a label and stands below "Not you?"', async () => {
  const { html, text } = await write('new_device_sign_in', { revoke_session_url: REVOKE })
  expect(text).toContain(`Sign out that device:\n${REVOKE}\n`)
  for (const part of [html, text]) {
    expect(part.indexOf(REVOKE)).toBeGreaterThan(part.indexOf('Not you?'))
  }
  expect(hrefs(html).slice(0, 3)).toEqual([REVOKE, BRAND.accountUrl, 'mailto:help@acme.dev'])
})

it('help comes first where the account page may not help', async () => {
  const order = async (slug: string) => hrefs((await write(slug)).html).slice(0, 2)
  const [help, account] = ['mailto:help@acme.dev', BRAND.accountUrl]
  expect(await order('primary_email_address_changed')).toEqual([help, account])
  expect(await order('passkey_added')).toEqual([account, help])
})

it('the page for help is a link where there is no address', async () => {
  const { html, text } = await write('password_removed', {}, { supportUrl: 'https://acme.dev/help' })
  expect(hrefs(html)[0]).toBe('https://acme.dev/help')
  expect(text).toContain('Contact support:\nhttps://acme.dev/help\n')
})

it("Clerk's support address is used when none is set", async () => {
  const event = { support_email: 'clerk@acme.dev' }
  expect((await write('new_device_sign_in', event, {})).html).toContain('mailto:clerk@acme.dev')
  expect((await write('new_device_sign_in', event)).html).not.toContain('clerk@acme.dev')
  const odd = { support_email: 'a?subject=x@acme.dev' }
  expect((await write('new_device_sign_in', odd, {})).html).not.toContain('mailto:')
})
