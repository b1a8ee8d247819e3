import { expect, it } from 'vitest'
import { requiredVariables } from '../../src/wiring/required-variables.ts'

it.each([
  ['email', 'verification_code', ['otp_code']],
  ['email', 'magic_link_sign_in', ['magic_link']],
  ['email', 'organization_invitation', ['action_url']],
  ['email', 'password_changed', []],
  // Its text is Clerk's own, which Bellhop adds to the variables.
  ['email', 'billing_receipt', []],
  ['email', 'brand_new', []],
  ['email', 'constructor', []],
  ['sms', 'reset_password_code', ['otp_code']],
  ['sms', 'invitation', ['action_url']],
  ['sms', 'passkey_added', []],
  ['sms', 'brand_new', []],
] as const)('%s %s needs %j', async (channel, slug, names) => {
  expect(await requiredVariables(channel, slug)).toEqual(names)
})
