import { describe, expect, it } from 'vitest'
import { readCliSettings, readConfig } from '../../src/config/config.ts'
import { JWT_KEY, PUBLISHABLE_KEY } from '../support/clerk-session.ts'
import { problemsOf } from '../support/problems-of.ts'

const production = {
  NODE_ENV: 'production',
  CLERK_WEBHOOK_SIGNING_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  RESEND_API_KEY: 're_123',
  EMAIL_FROM: 'Acme <login@auth.acme.com>',
  SMS_TRANSPORT: 'capture',
  APP_NAME: 'Acme',
}

describe('the configuration', () => {
  it.each([
    [{ CLERK_WEBHOOK_SIGNING_SECRET: ',' }, 'CLERK_WEBHOOK_SIGNING_SECRET is empty'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV must be production, development or test'],
    [{ RESEND_API_KEY: 're_abc…xyz' }, 'RESEND_API_KEY must be the complete key'],
    [{ RESEND_API_KEY: 'sk_abc' }, 'RESEND_API_KEY must be the complete key'],
    [{ RESEND_API_KEY: 're_...' }, 'RESEND_API_KEY is the placeholder'],
    [
      { CLERK_WEBHOOK_SIGNING_SECRET: 'whsec_c2hvcnQtc2VjcmV0' },
      'is not a complete signing secret',
    ],
    [
      { CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${'A'.repeat(32)}\n${'A'.repeat(32)}` },
      'CLERK_WEBHOOK_SIGNING_SECRET must be in one line',
    ],
    [
      { CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${'A'.repeat(32)}@prod` },
      'CLERK_WEBHOOK_SIGNING_SECRET is not a complete signing secret',
    ],
    [
      { RESEND_WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}@ins_a` },
      'is not a complete signing secret',
    ],
    [
      { RESEND_WEBHOOK_SECRET: 'whsec_c2hvcnQtc2VjcmV0' },
      'RESEND_WEBHOOK_SECRET is not a complete',
    ],
    [{ DATABASE_URL: 'postgres://me:pass\nword@db:5432/x' }, 'DATABASE_URL must be in one line'],
    [{ OPS_TOKEN: 'a'.repeat(32) }, 'OPS_TOKEN is too easy to guess'],
    [{ OPS_TOKEN: 'a token with some spaces inside' }, 'OPS_TOKEN must be one word'],
    [{ OPS_VIEWER_TOKEN: 'abc123abc123\nabc123abc123' }, 'OPS_VIEWER_TOKEN must be one word'],
    [{ TWILIO_AUTH_TOKEN: 'abc\ndef' }, 'TWILIO_AUTH_TOKEN must be one word'],
    [{ TWILIO_API_SECRET: 'abc\ndef' }, 'TWILIO_API_SECRET must be one word'],
    [{ CLERK_SECRET_KEY: 'sk_test_abc\ndef' }, 'CLERK_SECRET_KEY must be one word'],
    [{ BELLHOP_API_TOKEN: 'abcd efgh ijkl mnop' }, 'BELLHOP_API_TOKEN must be one word'],
    [{ MESSAGE_LIFETIMES: 'welcome=9999d' }, 'MESSAGE_LIFETIMES sets welcome to more than 366d'],
    [
      { MESSAGE_LIFETIMES: 'verification_code=0m' },
      'MESSAGE_LIFETIMES sets verification_code to less than 30s',
    ],
    [
      { MESSAGE_LIFETIMES: 'verification_code=29s' },
      'MESSAGE_LIFETIMES sets verification_code to less than 30s',
    ],
  ])('refuses %j', (env, problem) => {
    expect(problemsOf({ EMAIL_FROM: 'a@b.dev', ...env }).join()).toContain(problem)
  })

  it('captures both channels when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      email: { transport: 'capture' },
      sms: { transport: 'capture' },
      welcomeEmail: true,
      defaultLocale: 'en',
      signingSecrets: [],
    })
  })

  it('uses a channel whose keys are set', () => {
    const config = readConfig({
      RESEND_API_KEY: 're_123',
      EMAIL_FROM: 'login@acme.com',
      APP_NAME: 'Acme',
    })
    expect(config.email.transport).toBe('resend')
    expect(config.sms.transport).toBe('capture')
  })

  it.each([
    ['::1', 'http://[::1]:3000'],
    ['127.0.0.1', 'http://127.0.0.1:3000'],
  ])('gives the commands the address of HOST=%s', (HOST, url) => {
    expect(readCliSettings({ HOST }).url).toBe(url)
  })

  it('accepts a common spelling of a language', () => {
    expect(readConfig({ DEFAULT_LOCALE: 'pt_BR' }).defaultLocale).toBe('pt-BR')
  })

  it('is complete in production with the required variables', () => {
    expect(problemsOf(production)).toEqual([])
  })

  it('names all missing variables of production at once', () => {
    const names = problemsOf({ NODE_ENV: 'production' }).map((problem) => problem.split(' ')[0])
    expect(names).toEqual([
      'CLERK_WEBHOOK_SIGNING_SECRET',
      'RESEND_API_KEY',
      'EMAIL_FROM',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_MESSAGING_SERVICE_SID',
      'APP_NAME',
    ])
  })

  it('names malformed and missing variables together', () => {
    const problems = problemsOf({ ...production, PORT: 'http', EMAIL_FROM: '' })
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['PORT', 'EMAIL_FROM'])
  })

  it.each([
    ['PORT', '99999'],
    ['PORT', '0x1'],
    ['PORT', '1e3'],
    ['PORT', '-1'],
    ['PUBLIC_URL', 'bellhop.example.com'],
    ['DATABASE_URL', 'mysql://localhost/test'],
    ['LOG_LEVEL', 'loud'],
    ['CLERK_WEBHOOK_SIGNING_SECRET', 'not a secret'],
    ['EMAIL_TRANSPORT', 'sendmail'],
    ['EMAIL_FROM', 'Acme'],
    ['EMAIL_FROM', 'Acme <a@acme.com>\r\nBcc: b@acme.com'],
    ['TWILIO_ACCOUNT_SID', 'SK123'],
    ['BRAND_COLOR', 'blue'],
    ['BRAND_LOGO_URL', 'http://acme.com/logo.png'],
    ['DEFAULT_LOCALE', 'not_a_locale!'],
    ['WELCOME_EMAIL', 'yes'],
    ['MESSAGE_LIFETIMES', 'verification_code=ten'],
    ['TEST_EMAIL_TO', 'a@acme.com, b@acme.com'],
    ['TEST_SMS_TO', '0171 123'],
    ['OPS_TOKEN', 'short'],
    ['ALERT_WEBHOOK_SECRET', 'not a secret'],
  ])('refuses %s=%j with a hint, and without the value', (name, value) => {
    const [problem, ...others] = problemsOf({ [name]: value }).filter((line) =>
      line.startsWith(name),
    )
    expect(others).toEqual([])
    expect(problem?.length).toBeGreaterThan(name.length + 12)
    expect(problem).not.toContain(value)
  })

  it('requires signed alerts in production', () => {
    const url = { ALERT_WEBHOOK_URL: 'https://hooks.acme.com/bellhop' }
    expect(problemsOf(url)).toEqual([])
    expect(problemsOf({ ...production, ...url })).toMatchObject([
      expect.stringMatching(/^ALERT_WEBHOOK_SECRET is missing/),
    ])
    const signed = { ...url, ALERT_WEBHOOK_SECRET: production.CLERK_WEBHOOK_SIGNING_SECRET }
    expect(problemsOf({ ...production, ...signed })).toEqual([])
  })

  it('accepts several secrets under either name', () => {
    const list = `${production.CLERK_WEBHOOK_SIGNING_SECRET}, whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`
    expect(readConfig({ CLERK_WEBHOOK_SIGNING_SECRET: list }).signingSecrets).toHaveLength(2)
    expect(readConfig({ CLERK_WEBHOOK_SECRET: list }).signingSecrets).toHaveLength(2)
  })

  it('accepts the secrets of both names together', () => {
    const [one, other] = [production.CLERK_WEBHOOK_SIGNING_SECRET, `whsec_${'A'.repeat(32)}`]
    const both = { CLERK_WEBHOOK_SIGNING_SECRET: `${one} ${other}`, CLERK_WEBHOOK_SECRET: other }
    expect(readConfig(both).signingSecrets).toEqual([one, other])
    expect(readCliSettings({ ...both, CLERK_WEBHOOK_SIGNING_SECRET: one }).signingSecrets).toEqual([
      one,
      other,
    ])
  })

  it.each(['"', "'"])('refuses a value in %s quotes, which Docker keeps', (quote) => {
    const values = {
      BRAND_COLOR: '#335bf1',
      EMAIL_FROM: 'Acme <login@acme.com>',
      PORT: '3000',
      PUBLIC_URL: 'https://acme.dev',
      RESEND_API_KEY: 're_123',
      TEST_EMAIL_TO: '',
    }
    const quoted = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, `${quote}${value}${quote}`]),
    )
    expect(new Set(problemsOf({ ...quoted, OTHER: `${quote}x${quote}` }))).toEqual(
      new Set(Object.keys(values).map((name) => `${name} is in quotes. Remove them.`)),
    )
  })

  it('also checks a value in quotes, so that all problems are named at once', () => {
    expect(problemsOf({ ...production, NODE_ENV: '"production"', EMAIL_FROM: "'Acme'" })).toEqual([
      'NODE_ENV is in quotes. Remove them.',
      'EMAIL_FROM is in quotes. Remove them.',
      expect.stringMatching(/^EMAIL_FROM must be an address/),
    ])
  })

  it('accepts a colour without #, which begins a comment in an env file', () => {
    const { brand } = readConfig({
      BRAND_COLOR: '335bf1',
      BRAND_BUTTON_TEXT_COLOR: '#fff',
    }).settingsOf(null)
    expect(brand).toMatchObject({ primaryColor: '#335bf1', buttonTextColor: '#fff' })
  })

  it('treats an empty variable as not set', () => {
    expect(readConfig({ RESEND_API_KEY: ' ', DATABASE_URL: '' })).toMatchObject({
      databaseUrl: undefined,
      email: { transport: 'capture' },
    })
  })

  describe('of sign-in with Clerk', () => {
    const clerk = {
      PUBLIC_URL: 'https://bellhop.acme.dev',
      CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      CLERK_SECRET_KEY: 'sk_live_1',
      CLERK_JWT_KEY: JWT_KEY,
      OPS_CLERK_USERS: 'user_2abc:operator, user_2def',
      OPS_CLERK_ORG_ROLE: 'org:admin:operator org_2abc:support',
    }

    it('accepts all variables, and the JWT key in one line too', () => {
      const config = readConfig({ ...clerk, CLERK_JWT_KEY: JWT_KEY.trim().replaceAll('\n', '\n') })
      expect(config.clerk).toMatchObject({
        jwtKey: JWT_KEY.trim(),
        users: ['user_2abc:operator', 'user_2def'],
        orgRoles: ['org:admin:operator', 'org_2abc:support'],
      })
    })

    it.each([
      ['nobody is listed', { OPS_CLERK_USERS: '', OPS_CLERK_ORG_ROLE: '' }, 'OPS_CLERK_USERS'],
      ['no key says which instance', { CLERK_PUBLISHABLE_KEY: '' }, 'CLERK_PUBLISHABLE_KEY'],
      ['no key checks a session', { CLERK_SECRET_KEY: '', CLERK_JWT_KEY: '' }, 'CLERK_SECRET_KEY'],
      ['nobody knows our address', { PUBLIC_URL: '' }, 'PUBLIC_URL'],
      ['the keys are of two instances', { CLERK_SECRET_KEY: 'sk_test_1' }, 'CLERK_SECRET_KEY'],
      ['a key is cut off', { CLERK_PUBLISHABLE_KEY: 'pk_live_Y2' }, 'CLERK_PUBLISHABLE_KEY'],
      ['a key is something else', { CLERK_JWT_KEY: 'sk_live_1' }, 'CLERK_JWT_KEY'],
      ['a role is none of ours', { OPS_CLERK_USERS: 'user_2abc:admin' }, 'OPS_CLERK_USERS'],
    ])('reports when %s', (_, change, name) => {
      const problems = problemsOf({ ...clerk, ...change })
      expect(problems.map((problem) => problem.split(' ')[0])).toEqual([name])
    })
  })

  it.each([
    ['CLERK_PUBLISHABLE_KEY', { CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY }, ['CLERK_SECRET_KEY']],
    ['CLERK_JWT_KEY', { CLERK_JWT_KEY: JWT_KEY }, ['CLERK_PUBLISHABLE_KEY']],
  ])('names all missing variables when only %s is set', (_, env, missing) => {
    expect(problemsOf(env).map((problem) => problem.split(' ')[0])).toEqual([
      ...missing,
      'PUBLIC_URL',
      'OPS_CLERK_USERS',
    ])
  })

  it('accepts CLERK_SECRET_KEY alone, which asks for no sign-in', () => {
    const { clerk } = readConfig({ CLERK_SECRET_KEY: 'sk_live_1' })
    expect(clerk).toMatchObject({ secretKey: 'sk_live_1', templatesDir: './clerk-templates' })
  })

  it('asks for a list of people if CLERK_PUBLISHABLE_KEY stands beside it', () => {
    const keys = { CLERK_SECRET_KEY: 'sk_live_1', CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY }
    const url = { PUBLIC_URL: 'https://bellhop.acme.dev' }
    expect(problemsOf({ ...keys, ...url })).toEqual([
      expect.stringMatching(/^OPS_CLERK_USERS is missing\. CLERK_PUBLISHABLE_KEY enables sign-in/),
    ])
  })

  it('reads the settings of the commands, whatever is wrong with the others', () => {
    const wrong = { PORT: 'x', EMAIL_TRANSPORT: 'pigeon' }
    expect(readCliSettings({ ...wrong, CLERK_SECRET_KEY: '"sk_test_1"' }).clerk).toEqual({
      secretKey: 'sk_test_1',
      apiUrl: 'https://api.clerk.com',
      templatesDir: './clerk-templates',
    })
  })

  it('refuses one token for both roles', () => {
    const token = 'one-token-for-both-roles'
    expect(problemsOf({ OPS_TOKEN: token, OPS_VIEWER_TOKEN: token })).toEqual([
      expect.stringMatching(/^OPS_VIEWER_TOKEN is the same as OPS_TOKEN/),
    ])
  })

  it('reads lifetimes by slug', () => {
    expect(readConfig({ MESSAGE_LIFETIMES: 'verification_code=5m, welcome=2d' }).lifetimes).toEqual(
      {
        verification_code: 300_000,
        welcome: 172_800_000,
      },
    )
  })
})
