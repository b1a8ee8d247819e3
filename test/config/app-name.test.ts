import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { problemsOf } from '../support/problems-of.ts'

const resend = {
  RESEND_API_KEY: 're_123',
  EMAIL_FROM: 'login@acme.com',
  SUPPORT_EMAIL: 'help@acme.com',
}
const production = {
  NODE_ENV: 'production',
  CLERK_WEBHOOK_SIGNING_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  SMS_TRANSPORT: 'capture',
  ...resend,
}

it.each([
  ['is asked for in production', production, 'is missing'],
  [
    'is asked for in production where emails are captured',
    { ...production, EMAIL_TRANSPORT: 'capture' },
    'is missing',
  ],
  [
    'is not a name where it shows as nothing',
    { ...production, APP_NAME: '\u200b\u200b' },
    'has no letter or number',
  ],
  [
    'is not a name where it changes other characters only',
    { APP_NAME: '\ufe0f' },
    'has no letter or number',
  ],
])('APP_NAME %s', (_, env, problem) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(`APP_NAME ${problem}`)])
})

it('a missing APP_NAME is warned of when Resend sends welcomes that cannot name the app', () => {
  const warning = expect.stringContaining('APP_NAME is not set')
  expect(readConfig(resend).warnings).toEqual([warning])
  expect(readConfig({ ...resend, WELCOME_EMAIL: 'off' }).warnings).toEqual([])
})

it.each([
  ['a name is there', { ...production, APP_NAME: 'Acme' }],
  ['no welcome is sent', { ...production, WELCOME_EMAIL: 'off' }],
  ['emails are captured on the way to production', { ...resend, EMAIL_TRANSPORT: 'capture' }],
])('a missing APP_NAME is no problem when %s', (_, env) => {
  expect(problemsOf(env)).toEqual([])
})
