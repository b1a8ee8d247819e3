import { expect, it } from 'vitest'
import { pulledFiles } from '../../src/clerk/pulled-template.ts'

it('a template has its own files', () => {
  expect(pulledFiles({ channel: 'email', slug: 'verification_code' })).toEqual({
    subject: 'email/verification_code.subject.txt',
    body: 'email/verification_code.html',
  })
  expect(pulledFiles({ channel: 'sms', slug: 'my-own_2' })).toEqual({
    subject: null,
    body: 'sms/my-own_2.txt',
  })
})

it.each(['', '.', '..', '../x', 'a/b', 'a\\b', 'a.b', 'A', 'x\0', 'é', 'a'.repeat(101)])(
  'a slug %j has none',
  (slug) => {
    expect(pulledFiles({ channel: 'email', slug })).toBeNull()
  },
)
