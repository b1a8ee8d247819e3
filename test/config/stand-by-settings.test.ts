import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { problemsOf } from '../support/problems-of.ts'

const RESEND = {
  RESEND_API_KEY: 're_first',
  EMAIL_FROM: 'Acme <login@acme.com>',
  APP_NAME: 'Acme',
  SUPPORT_EMAIL: 'help@acme.com',
}
const SMTP_URL = 'smtp://user:pass@smtp.example.com'
const BY_SMTP = { ...RESEND, EMAIL_STANDBY: 'smtp', SMTP_URL }
const BY_RESEND = { ...RESEND, EMAIL_STANDBY: 'resend', RESEND_STANDBY_API_KEY: 're_second' }

describe('EMAIL_STANDBY', () => {
  it('is off by default', () => {
    expect(readConfig(RESEND).emailStandBy).toBeNull()
  })

  it('may be a mail server, which takes codes after 20 s and the rest after 5 min', () => {
    expect(readConfig(BY_SMTP)).toMatchObject({
      email: { transport: 'resend' },
      emailStandBy: {
        transport: 'smtp',
        host: 'smtp.example.com',
        rules: { codesAfterMs: 20_000, othersAfterMs: 300_000, doubtfulAnswers: 3 },
      },
      warnings: [],
    })
  })

  it('may be a second account of Resend, also beside a mail server', () => {
    const standBy = { transport: 'resend', apiKey: 're_second' }
    expect(readConfig(BY_RESEND).emailStandBy).toMatchObject(standBy)
    const { EMAIL_FROM } = RESEND
    expect(
      readConfig({
        ...BY_RESEND,
        RESEND_API_KEY: '',
        EMAIL_TRANSPORT: 'smtp',
        SMTP_URL,
        EMAIL_FROM,
      }),
    ).toMatchObject({ email: { transport: 'smtp' }, emailStandBy: standBy })
  })

  it.each<[Record<string, string>, object]>([
    [{ EMAIL_STANDBY_CODES_AFTER: '0s' }, { codesAfterMs: 0, othersAfterMs: 300_000 }],
    [{ EMAIL_STANDBY_AFTER: '30s' }, { codesAfterMs: 20_000, othersAfterMs: 30_000 }],
    // Other messages do not go before codes.
    [{ EMAIL_STANDBY_CODES_AFTER: '1h' }, { codesAfterMs: 3_600_000, othersAfterMs: 3_600_000 }],
  ])('waits as %j says', (waits, rules) => {
    expect(readConfig({ ...BY_SMTP, ...waits }).emailStandBy).toMatchObject({ rules })
  })

  it('needs a key, and does not compare it with one that is missing too', () => {
    const { EMAIL_FROM } = RESEND
    const problems = problemsOf({
      EMAIL_FROM,
      EMAIL_TRANSPORT: 'smtp',
      SMTP_URL,
      EMAIL_STANDBY: 'resend',
    })
    expect(problems).toEqual([expect.stringMatching(/^RESEND_STANDBY_API_KEY is missing/)])
  })

  it.each(['20', '-1s', '61m', '2h', 'soon'])('refuses %s as a wait', (wait) => {
    for (const name of ['EMAIL_STANDBY_CODES_AFTER', 'EMAIL_STANDBY_AFTER']) {
      const [problem] = problemsOf({ ...BY_SMTP, [name]: wait })
      expect(problem).toMatch(new RegExp(`^${name} must be a time from 0s to 1h`))
    }
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ ...BY_SMTP, EMAIL_TRANSPORT: 'capture' }, /^EMAIL_STANDBY is set, but emails are captured/],
    [{ ...BY_SMTP, EMAIL_TRANSPORT: 'smtp' }, /^EMAIL_STANDBY=smtp is the server that/],
    [{ ...BY_SMTP, SMTP_URL: '' }, /^SMTP_URL is missing\. EMAIL_STANDBY=smtp needs it/],
    [{ ...BY_RESEND, RESEND_STANDBY_API_KEY: '' }, /^RESEND_STANDBY_API_KEY is missing\./],
    [
      { ...BY_RESEND, RESEND_STANDBY_API_KEY: RESEND.RESEND_API_KEY },
      /^RESEND_STANDBY_API_KEY is the same as RESEND_API_KEY\./,
    ],
    [{ ...BY_SMTP, EMAIL_STANDBY: 'ses' }, /^EMAIL_STANDBY /],
    [
      { ...BY_SMTP, EMAIL_STANDBY_CODES_AFTER: '5m', EMAIL_STANDBY_AFTER: '1m' },
      /^EMAIL_STANDBY_AFTER is shorter than EMAIL_STANDBY_CODES_AFTER/,
    ],
  ])('refuses %j', (env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)])
  })

  it('warns of settings that have no effect without it', () => {
    const { warnings } = readConfig({ ...RESEND, RESEND_STANDBY_API_KEY: 're_second' })
    expect(warnings).toEqual([
      expect.stringContaining('RESEND_STANDBY_API_KEY has no effect without EMAIL_STANDBY'),
    ])
  })
})
