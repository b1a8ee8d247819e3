import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { problemsOf } from '../support/problems-of.ts'

const EMAIL_FROM = 'Acme <login@acme.com>'
const smtp = (SMTP_URL: string) => ({ EMAIL_TRANSPORT: 'smtp', EMAIL_FROM, SMTP_URL })

describe('SMTP_URL', () => {
  it.each<[string, object]>([
    [
      'smtp://user:pass@smtp.example.com',
      { host: 'smtp.example.com', port: 587, implicitTls: false, isThisMachine: false },
    ],
    ['smtps://user:pass@smtp.example.com', { port: 465, implicitTls: true }],
    ['SMTP://user:pass@SMTP.Example.COM:2525/', { host: 'smtp.example.com', port: 2525 }],
    [
      'smtp://AKIA%2Ftest:p%40ss%2Fw%3Ard%231%25+%3F@email-smtp.eu-west-1.amazonaws.com:587',
      { login: { user: 'AKIA/test', password: 'p@ss/w:rd#1%+?' } },
    ],
    ['smtp://localhost:1025', { host: 'localhost', port: 1025, isThisMachine: true, login: null }],
    ['smtp://127.0.0.1:25', { isThisMachine: true }],
    ['smtp://[::1]:25', { host: '::1', isThisMachine: true }],
    ['smtp://10.0.0.5:25', { host: '10.0.0.5', isThisMachine: false }],
    ['smtp://mailpit:1025', { host: 'mailpit', isThisMachine: false }],
    ['smtp://localhost.example.com', { isThisMachine: false }],
    ['smtp://a.example.com', { connections: 4, rate: null }],
    ['smtp://a.example.com?connections=8&rate=14', { connections: 8, rate: 14 }],
    ['smtp://a.example.com?rate=0.5', { rate: 0.5 }],
  ])('may be %s', (url, expected) => {
    expect(readConfig(smtp(url)).email).toMatchObject({
      transport: 'smtp',
      from: EMAIL_FROM,
      ...expected,
    })
  })

  it.each<[string, RegExp]>([
    ['smtp.example.com:587', /must look like smtp:\/\/user:password@/],
    ['https://smtp.example.com', /must look like/],
    ['smtp://', /must look like/],
    ['smtp://user:pa ss@smtp.example.com', /must look like/],
    ['smtp://user:sesame/x@smtp.example.com', /Percent-encode/],
    ['smtp://user:sesame#x@smtp.example.com', /Percent-encode/],
    ['smtp://user:sesame%@smtp.example.com', /Percent-encode/],
    ['smtp://user:pass@smtp.example.com/inbox', /Percent-encode/],
    ['smtp://user:pass@-bad-', /must look like/],
    ['smtp://user:pass@smtp.example.com:99999', /must look like/],
    ['smtp://user:pass@smtp.example.com:0', /port from 1/],
    ['smtp://user@smtp.example.com', /a user but no password/],
    ['smtp://:sesame@smtp.example.com', /a password but no user/],
    ['smtp://user:se%00same@smtp.example.com', /control character/],
    ['smtp://user:pass@smtp.example.com:465', /smtps:\/\/ in place of smtp:\/\//],
    ['smtps://user:pass@smtp.example.com:587', /smtp:\/\/ in place of smtps:\/\//],
    ['smtp://user:pass@smtp.example.com?pool=true', /neither connections nor rate/],
    ['smtp://user:sesame?x@smtp.example.com', /must look like|neither connections/],
    ['smtp://smtp.example.com?connections=0', /connections from 1 to 50/],
    ['smtp://smtp.example.com?connections=99', /connections from 1 to 50/],
    ['smtp://smtp.example.com?rate=fast', /rate from/],
    ['smtp://smtp.example.com?rate=0', /rate from/],
  ])('may not be %s', (url, problem) => {
    const problems = problemsOf(smtp(url))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^SMTP_URL /)
    expect(problems[0]).toMatch(problem)
    // The password is never printed.
    expect(problems[0]).not.toContain('sesame')
  })

  it('is needed with EMAIL_TRANSPORT=smtp, as is a sender', () => {
    const problems = problemsOf({ EMAIL_TRANSPORT: 'smtp' }).join('\n')
    expect(problems).toContain('SMTP_URL is missing.')
    expect(problems).toContain('EMAIL_FROM is missing.')
    expect(problems).not.toContain('RESEND_API_KEY')
  })

  it('does nothing by itself, and a warning says so', () => {
    const { email, warnings } = readConfig({ SMTP_URL: 'smtp://localhost:25' })
    expect(email.transport).toBe('capture')
    expect(warnings.join('\n')).toContain('set EMAIL_TRANSPORT=smtp')
  })

  it('is what a warning names beside the variables of other programs', () => {
    const { warnings } = readConfig({ ...smtp('smtp://localhost:25'), SMTP_HOST: 'localhost' })
    expect(warnings.join('\n')).toContain('Did you mean SMTP_URL?')
  })
})
