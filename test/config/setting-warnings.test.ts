import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { refusalOf } from '../support/problems-of.ts'

const PRODUCTION = {
  NODE_ENV: 'production',
  CLERK_WEBHOOK_SIGNING_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  RESEND_API_KEY: 're_123',
  EMAIL_FROM: 'Acme <login@auth.acme.com>',
  SMS_TRANSPORT: 'capture',
  APP_NAME: 'Acme',
  SUPPORT_EMAIL: 'help@acme.com',
  PUBLIC_URL: 'https://bellhop.acme.com',
  OPS_TOKEN: 'a-token-for-tests-only',
}
const API_KEY = { TWILIO_API_KEY: 'SK1', TWILIO_API_SECRET: 's' }
const TWILIO = {
  ...API_KEY,
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_FROM: '+14155550100',
  SUPPORT_URL: 'https://acme.com/help',
}

it.each([
  [
    { MESSAGE_LIFETIMES: 'verificaton_code=5m' },
    'verificaton_code. Did you mean verification_code?',
  ],
  [{ MESSAGE_LIFETIMES: 'welcom=1d,welcom=2d' }, 'welcom. Did you mean welcome?'],
  [{ MESSAGE_LIFETIMES: 'welcome_email=2d' }, 'welcome_email. Did you mean welcome?'],
  [TWILIO, 'TWILIO_AUTH_TOKEN is not set'],
  [{ ...PRODUCTION, PUBLIC_URL: 'http://acme.dev' }, 'PUBLIC_URL begins with http:'],
  [{ ...PRODUCTION, PUBLIC_URL: 'HTTP://acme.dev' }, 'PUBLIC_URL begins with http:'],
  [{ ...PRODUCTION, PUBLIC_URL: '' }, 'PUBLIC_URL is not set'],
  [{ ...PRODUCTION, OPS_TOKEN: '' }, 'OPS_TOKEN is not set'],
  [{ BRAND_COLOR: '' }, 'BRAND_COLOR is empty. In an env file # begins a comment'],
  [{ BRAND_BUTTON_TEXT_COLOR: ' ' }, 'BRAND_BUTTON_TEXT_COLOR is empty.'],
])('one warning about %j', (env, part) => {
  const { warnings } = readConfig(env)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(part)
})

it.each([
  ['RESND_API_KEY', 'RESEND_API_KEY'],
  ['RESEND_API_KEYS', 'RESEND_API_KEY'],
  ['resend_api_key', 'RESEND_API_KEY'],
  ['EMAIL_FORM', 'EMAIL_FROM'],
  ['Email_From', 'EMAIL_FROM'],
  ['APP_NAM', 'APP_NAME'],
  ['APP_NMAE', 'APP_NAME'],
  ['RESEND_KEY', 'RESEND_API_KEY'],
  ['TWILIO_TOKEN', 'TWILIO_AUTH_TOKEN'],
  ['TWILIO_PHONE_NUMBER', 'TWILIO_FROM'],
  ['TWILIO_SID', 'TWILIO_ACCOUNT_SID'],
  ['TWILIO_ACOUNT_SSIDS', 'TWILIO_ACCOUNT_SID'],
  ['TWILIO_SENDER', 'TWILIO_FROM'],
  ['OPS_TOKENS', 'OPS_TOKEN'],
  ['BELLHOP_OPS_TOKEN', 'OPS_TOKEN'],
  ['BELLHOP_DATABASE_URL', 'DATABASE_URL'],
  ['CLERK_SIGNING_SECRET', 'CLERK_WEBHOOK_SIGNING_SECRET'],
  ['SMS_FROM', 'TWILIO_FROM'],
])('takes %s as a misspelled %s', (name, meant) => {
  expect(readConfig({ [name]: 'x' }).warnings).toEqual([
    `${name} is not a setting of Bellhop and has no effect. Did you mean ${meant}?`,
  ])
})

it('suggests no slug when none is similar', () => {
  expect(readConfig({ MESSAGE_LIFETIMES: 'foo=1m,foo=2m' }).warnings).toEqual([
    'MESSAGE_LIFETIMES contains the unknown slug foo.',
  ])
})

it('does not warn about missing callbacks when SMS are captured', () => {
  expect(readConfig({ ...TWILIO, SMS_TRANSPORT: 'capture' }).warnings).toEqual([])
  expect(readConfig(API_KEY).warnings).toEqual([])
})

it('does not warn about variables of other programs', () => {
  const others = {
    APP_ENV: 'production',
    APP_HOME: '/app',
    APPDATA: 'x',
    HOME: '/root',
    HOSTNAME: 'x',
    LOGNAME: 'root',
    NODE_OPTIONS: '',
    NODE_VERSION: '24',
    PATH: '/bin',
    npm_config_x: 'y',
    // Kubernetes sets this for a service with the name "bellhop".
    BELLHOP_SERVICE_HOST: '10.0.0.1',
    BELLHOP_SERVICE_PORT: '3000',
    BELLHOP_SERVICE_PORT_HTTP: '3000',
    BELLHOP_PORT: 'tcp://10.0.0.1:3000',
    BELLHOP_PORT_3000_TCP: 'tcp://10.0.0.1:3000',
    BELLHOP_PORT_3000_TCP_ADDR: '10.0.0.1',
  }
  expect(readConfig({ ...PRODUCTION, ...others }).warnings).toEqual([])
})

it('warns together with the problems that stop the start, because a missing variable may be misspelled', () => {
  const misspelled = { RESND_API_KEY: 're_x', EMAIL_FORM: 'a@b.com' }
  const { message } = refusalOf({ NODE_ENV: 'production', ...misspelled }) ?? {}
  expect(message).toMatch(/RESEND_API_KEY is missing/)
  expect(message).toMatch(/RESND_API_KEY is not a setting .* Did you mean RESEND_API_KEY\?/)
  expect(message).toMatch(/EMAIL_FORM is not a setting .* Did you mean EMAIL_FROM\?/)
})
