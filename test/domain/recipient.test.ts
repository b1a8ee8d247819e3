import { describe, expect, it } from 'vitest'
import { isTestRecipient, maskRecipient, parseRecipient } from '../../src/domain/recipient.ts'

describe('a recipient', () => {
  it.each([
    ['email', ' Ada@Mail.Dev ', 'Ada@mail.dev'],
    ['email', 'ada+tag@mail.co.uk', 'ada+tag@mail.co.uk'],
    ['email', 'müller@müller.de', 'müller@xn--mller-kva.de'],
    ['sms', '+14155552671', '+14155552671'],
  ] as const)('is read from %s %j', (channel, raw, expected) => {
    expect(parseRecipient(channel, raw)).toBe(expected)
  })

  it.each([
    ['email', null],
    ['email', ''],
    ['email', 'ada'],
    ['email', 'ada@localhost'],
    ['email', 'a@b.dev, c@d.dev'],
    ['email', 'a@b.dev;c@d.dev'],
    ['email', 'Ada <a@b.dev>'],
    ['email', '"a b"@b.dev'],
    ['email', 'a@b.dev\r\nBcc: c@d.dev'],
    ['email', 'a\u200b@b.dev'],
    ['email', 'a@b@c.dev'],
    ['email', `${'a'.repeat(250)}@b.dev`],
    ['sms', '4155552671'],
    ['sms', '+0155552671'],
    ['sms', '+1 415 555 2671'],
    ['sms', '+14155552671,+14155552672'],
  ] as const)('is not read from %s %j', (channel, raw) => {
    expect(parseRecipient(channel, raw)).toBeNull()
  })

  it.each([
    ['email', 'ada+clerk_test@mail.dev', true],
    ['email', 'ada+clerk_test+1@mail.dev', true],
    ['email', 'ada+clerk_tester@mail.dev', false],
    ['email', 'clerk_test@mail.dev', false],
    ['sms', '+12015550100', true],
    ['sms', '+12015550199', true],
    ['sms', '+12015550200', false],
    ['sms', '+442015550100', false],
  ] as const)("of Clerk's for tests is recognised: %s %s is %s", (channel, recipient, expected) => {
    expect(isTestRecipient(channel, recipient)).toBe(expected)
  })

  it.each([
    ['ada@mail.dev', 'a***@mail.dev'],
    ['😀x@mail.dev', '😀***@mail.dev'],
    ['+14155552671', '+1******2671'],
  ])('is masked: %s', (recipient, masked) => {
    expect(maskRecipient(recipient)).toBe(masked)
  })
})
