import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { problemsOf } from '../support/problems-of.ts'

describe('EMAIL_FROM', () => {
  it.each([
    'a@b.dev',
    'Acme <a@b.dev>',
    '"Acme, Inc." <login@acme.com>',
    '<a@b.dev>',
    "o'brien+x@b.dev",
    'a@1.acme2.dev',
    'a@a--b.dev',
    `${'a'.repeat(64)}@b.dev`,
  ])('may be %s', (EMAIL_FROM) => {
    expect(readConfig({ EMAIL_FROM }).email.from).toBe(EMAIL_FROM)
  })

  it('has its domain in ASCII', () => {
    expect(readConfig({ EMAIL_FROM: 'Bücher <a@Bücher.de>' }).email.from).toBe(
      'Bücher <a@xn--bcher-kva.de>',
    )
  })

  it.each([
    'Acme',
    'Acme <a@b.dev',
    'a@b.dev, c@d.dev',
    'Acme <"a@b.dev">',
    'mailto:auth@acme.test',
    'Acme <mailto:auth@acme.test>',
    'Acme <auth@acme.test;>',
    'auth@acme.test.',
    'auth@acme..test',
    'auth..x@acme.test',
    'login@-acme.com',
    'login@acme-.com',
    'login@acme.com-',
    'login@1.2.3.4',
    'login@acme.123',
    'login@acme',
    `${'a'.repeat(65)}@b.dev`,
  ])('may not be %s', (EMAIL_FROM) => {
    expect(problemsOf({ EMAIL_FROM })).toEqual([
      expect.stringMatching(/^EMAIL_FROM must be an address/),
    ])
    expect(problemsOf({ EMAIL_REPLY_TO: EMAIL_FROM })).toEqual([
      expect.stringMatching(/^EMAIL_REPLY_TO must be an address/),
    ])
  })

  it.each(['Acme, Inc. <login@acme.com>', 'Acme: login <login@acme.com>'])(
    'requires double quotes around the name in %s',
    (EMAIL_FROM) => {
      expect(problemsOf({ EMAIL_FROM })).toEqual([
        expect.stringMatching(/^EMAIL_FROM .*comma.* in double quotes/),
      ])
    },
  )
})

describe('TWILIO_FROM', () => {
  it.each(['+14155550100', '123', '12345678', 'Acme', 'ACME & Co', 'a-b_c+d 123', 'MGM'])(
    'may be %s',
    (TWILIO_FROM) => {
      expect(readConfig({ TWILIO_FROM }).sms.from).toBe(TWILIO_FROM)
    },
  )

  it.each([
    '14155550100',
    '+1 415 555 0100',
    '+1 (415) 555-0100',
    '+04155550100',
    '12',
    '123456789',
    'Acme Auth Inc',
    'Ácme',
    'acme.com',
    '+1415',
    '- + -',
    `PN${'0'.repeat(32)}`,
  ])('may not be %s', (TWILIO_FROM) => {
    expect(problemsOf({ TWILIO_FROM })).toEqual([
      expect.stringMatching(/^TWILIO_FROM must be a number such as \+14155550100/),
    ])
  })

  it.each([
    [`MG${'0'.repeat(32)}`, 'TWILIO_MESSAGING_SERVICE_SID'],
    ['MG...', 'TWILIO_MESSAGING_SERVICE_SID'],
    ['whatsapp:+14155550100', 'Bellhop sends SMS only'],
    ['WhatsApp:+14155550100', 'Bellhop sends SMS only'],
    ['messenger:123456', 'Bellhop sends SMS only'],
  ])('%s is refused as a sender of another kind', (TWILIO_FROM, fix) => {
    const problems = problemsOf({ TWILIO_FROM })
    expect(problems).toEqual([expect.stringMatching(/^TWILIO_FROM /)])
    expect(problems[0]).toContain(fix)
    expect(problems[0]).not.toContain(TWILIO_FROM)
  })
})
