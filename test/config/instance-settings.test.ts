import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'
import { defineConfig } from '../../src/config/define-config.ts'

const STAGING = 'ins_staging'

const FILE = defineConfig({
  brand: { name: 'Acme', colors: { primary: '335bf1' }, supportEmail: 'help@acme.com' },
  from: 'Acme <auth@acme.com>',
  replyTo: 'help@acme.com',
  messages: {
    email: {
      billing_receipt: { from: 'Acme Billing <billing@acme.com>', bcc: 'books@acme.com' },
      invitation: { use: 'clerk', subject: 'Join {app}' },
      verification_code: { lifetime: '5m', priority: 'link' },
    },
    sms: { invitation: { use: 'off' } },
  },
  instances: {
    [STAGING]: {
      name: 'Staging',
      mark: '[Staging]',
      brand: { name: 'Acme Staging' },
      from: 'Acme Staging <auth@staging.acme.com>',
      messages: { email: { invitation: { use: 'own' } } },
    },
  },
})

const settingsOf = (instanceId: string | null, env = {}) =>
  readConfig(env, FILE).settingsOf(instanceId)

describe('what wins', () => {
  it('the environment, then the instance, then the general settings', () => {
    const name = (instanceId: string, env = {}) => settingsOf(instanceId, env).brand.appName
    expect(name(STAGING, { APP_NAME: 'Other' })).toBe('Other')
    expect(name(STAGING)).toBe('Acme Staging')
    expect(name('ins_other')).toBe('Acme')
  })

  it('an instance keeps the general values that it does not set', () => {
    const { brand, name, mark } = settingsOf(STAGING)
    expect({ ...brand, name, mark }).toMatchObject({
      primaryColor: '#335bf1',
      supportEmail: 'help@acme.com',
      name: 'Staging',
      mark: '[Staging]',
    })
  })

  it('senders: the environment, the instance, the slug, the general one', () => {
    const sender = (instanceId: string | null, slug: string, env = {}) =>
      settingsOf(instanceId, env).senderOf(slug)
    expect(sender(null, 'billing_receipt')).toEqual({
      from: 'Acme Billing <billing@acme.com>',
      replyTo: 'help@acme.com',
      bcc: 'books@acme.com',
    })
    expect(sender(STAGING, 'billing_receipt').from).toBe('Acme Staging <auth@staging.acme.com>')
    expect(sender(null, 'password_changed').from).toBe('Acme <auth@acme.com>')
    expect(sender(STAGING, 'x', { EMAIL_FROM: 'a@b.co' }).from).toBe('a@b.co')
  })

  it('rules: the lifetime of the environment, the instance, the general one', () => {
    const rule = (instanceId: string | null, slug: string | null, env = {}) =>
      settingsOf(instanceId, env).ruleOf('email', slug)
    expect(rule(null, 'invitation').use).toBe('clerk')
    expect(rule(STAGING, 'invitation').use).toBe('own')
    expect(rule(null, 'verification_code')).toMatchObject({ lifetimeMs: 300_000, priority: 30 })
    const env = { MESSAGE_LIFETIMES: 'verification_code=1m' }
    expect(rule(null, 'verification_code', env).lifetimeMs).toBe(60_000)
    expect(rule(null, 'constructor').use).toBeUndefined()
    expect(rule(null, null).use).toBeUndefined()
    expect(settingsOf(null).ruleOf('sms', 'invitation').use).toBe('off')
  })
})

it('the file may have what the environment lacks', () => {
  const env = { EMAIL_TRANSPORT: 'resend', RESEND_API_KEY: 're_123' }
  expect(readConfig(env, FILE).email.from).toBe('Acme <auth@acme.com>')
})

it('a variable that replaces what instances set is reported', () => {
  const { warnings } = readConfig({ EMAIL_FROM: 'a@b.co', APP_NAME: 'Other' }, FILE)
  expect(warnings.filter((warning) => warning.includes('has no effect'))).toHaveLength(2)
})

it('an unknown slug is reported, with the one that may be meant', () => {
  const { warnings } = readConfig({}, { messages: { email: { invitaton: { use: 'off' } } } })
  expect(warnings).toContain(
    'bellhop.config.ts: messages.email contains the unknown slug invitaton. Did you mean invitation?',
  )
})

describe('faults are listed together with those of variables, each with its fix', () => {
  it.each<[string, object, string]>([
    ['an unknown name', { colour: 'red' }, 'it has the unknown setting colour.'],
    ['an unknown name inside', { brand: { nam: 'x' } }, 'brand has the unknown setting nam.'],
    [
      'a colour',
      { brand: { colors: { primary: 'red' } } },
      'brand.colors.primary must be a hex colour',
    ],
    ['a sender', { from: 'nobody' }, 'from must be an address such as'],
    [
      'an instance',
      { instances: { prod: {} } },
      'instances.prod is not the id of a Clerk instance',
    ],
    [
      'the name of another instance',
      { instances: { ins_a: { name: 'Staging' }, ins_b: { name: 'staging' } } },
      'instances must not give the same name to two instances',
    ],
    [
      'a use',
      { messages: { sms: { invitation: { use: 'maybe' } } } },
      'messages.sms.invitation.use must be own, clerk or off',
    ],
    [
      'a lifetime',
      { messages: { email: { welcome: { lifetime: '5' } } } },
      'messages.email.welcome.lifetime must be a time from 30s to 366d',
    ],
    [
      'a sender of SMS',
      { messages: { sms: { invitation: { from: 'a@b.co' } } } },
      'messages.sms.invitation has the unknown setting from',
    ],
    ['a brand that is text', { brand: 'Acme' }, 'brand must be an object'],
    ['no object', [], 'must be an object'],
    ['a mark of two lines', { instances: { ins_a: { mark: 'A\nB' } } }, 'must be one line'],
    ['an answer to *', { replyTo: '*@acme.com' }, 'replyTo must name an address without *'],
    [
      "a welcome of Clerk's",
      { messages: { email: { welcome: { use: 'clerk' } } } },
      'Clerk has no text for it',
    ],
    ['a folder that is not there', { words: './none' }, 'words names the folder ./none'],
    [
      'a logo that is not there',
      { brand: { logo: './none.png' } },
      'logo names the file ./none.png',
    ],
  ])('%s', (_, file, fault) => {
    try {
      readConfig({ PORT: 'x' }, file)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      const { problems } = error as ConfigError
      expect(problems[0]).toMatch(/^PORT /)
      expect(problems[1]).toContain(fault)
      expect(problems[1]).toMatch(/^bellhop\.config\.ts: .*[.]$/)
    }
  })
})

it('rules that keep people out, or let others in, are reported', () => {
  const { warnings } = readConfig(
    {},
    {
      messages: {
        email: { verification_code: { use: 'off' }, magic_link_sign_in: { bcc: 'a@b.co' } },
      },
      templates: { verifcation_code: async () => ({}) },
    },
  )
  expect(warnings).toEqual([
    'bellhop.config.ts: templates contains the unknown slug verifcation_code. Did you mean verification_code?',
    'bellhop.config.ts: messages.email.verification_code is off: nobody can sign in with it.',
    'bellhop.config.ts: messages.email.magic_link_sign_in has a bcc: whoever reads the copy can sign in.',
  ])
})
