import { expect, it } from 'vitest'
import { inOrder, unknownIn } from '../../../src/cli/clerk/order.ts'

const template = (name: string, variables: string[] = []) => {
  const [channel = '', slug = ''] = name.split(' ')
  return { channel: channel as 'email' | 'sms', slug, variables }
}
const TEMPLATES = [
  template('sms verification_code'),
  template('email verification_code'),
  template('email magic_link_sign_in'),
  template('email invitation'),
  template('sms password_changed'),
  template('email password_changed'),
  template('email new_notice'),
  template('email new_code', ['otp_code']),
]
const names = (order: readonly string[]) =>
  inOrder(TEMPLATES, order).map(({ channel, slug }) => `${channel} ${slug}`)

it('the safest come first; the variables of an unknown slug tell its kind', () => {
  expect(names([])).toEqual([
    'email new_notice',
    'email password_changed',
    'sms password_changed',
    'email invitation',
    'email magic_link_sign_in',
    'email new_code',
    'email verification_code',
    'sms verification_code',
  ])
})

it('what is named comes first, by kind or by slug', () => {
  expect(names(['verification_code', 'invitation']).slice(0, 4)).toEqual([
    'email verification_code',
    'sms verification_code',
    'email invitation',
    'email new_notice',
  ])
  expect(names(['link', 'notice', 'password_changed'])).toEqual([
    'email magic_link_sign_in',
    'email new_notice',
    'email password_changed',
    'sms password_changed',
    'email invitation',
    'email new_code',
    'email verification_code',
    'sms verification_code',
  ])
})

it('an order may name only kinds, and slugs that there are', () => {
  expect(unknownIn(['notice', 'invitation', 'codes', 'account_locked'], TEMPLATES)).toEqual([
    'codes',
    'account_locked',
  ])
})
