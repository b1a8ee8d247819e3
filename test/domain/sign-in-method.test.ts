import { expect, it } from 'vitest'
import { signInMethodOf } from '../../src/domain/sign-in-method.ts'

it.each([
  ['Password', 'password'],
  ['Email code', 'email_code'],
  ['Email verification code', 'email_code'],
  ['email_code', 'email_code'],
  ['Email link', 'email_link'],
  ['SMS code', 'phone_code'],
  ['phone_code', 'phone_code'],
  ['Passkey', 'passkey'],
  ['TOTP', 'authenticator'],
  ['Backup code', 'backup_code'],
])('%s is a known method', (text, method) => {
  expect(signInMethodOf(text)).toEqual({ kind: 'known', method })
})

it.each([
  ['Google', 'Google'],
  ['Sign in with Google', 'Google'],
  ['oauth_github', 'GitHub'],
  ['from_oauth_google', 'Google'],
])('%s is an account elsewhere', (text, provider) => {
  expect(signInMethodOf(text)).toEqual({ kind: 'provider', provider })
})

it.each(['SAML SSO (Okta)', 'constructor', '', undefined])('%s is another method', (text) => {
  expect(signInMethodOf(text)).toEqual({ kind: 'other' })
})
