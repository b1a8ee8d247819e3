import { hasSignedTarget } from './alert-settings.ts'
import type { Variables } from './clean-variables.ts'
import { need } from './need.ts'
import { isPublicHost } from './public-host.ts'
import { ALERT_SECRET_HELP, CLERK_SECRET_HELP } from './secret-settings.ts'
import { smtpAdvice } from './smtp-url.ts'
import { standByProblems } from './stand-by-settings.ts'
import { emailTransportOf, smsTransportOf } from './transport-choice.ts'

/**
 * The problems with settings that need one another. Takes the variables before they are parsed, so that
 * these problems are reported together with malformed values.
 */
export function requiredSettings(env: Variables): string[] {
  return [
    ...clerkWebhookProblems(env),
    ...resendProblems(env),
    ...smtpProblems(env),
    ...standByProblems(env),
    ...twilioProblems(env),
    ...welcomeProblems(env),
    ...alertProblems(env),
    ...signInProblems(env),
    ...tokenProblems(env),
  ]
}

const isProduction = (env: Variables) => env.NODE_ENV === 'production'

function clerkWebhookProblems(env: Variables): string[] {
  if (!isProduction(env) || env.CLERK_WEBHOOK_SECRET) return []
  return need(
    env,
    'CLERK_WEBHOOK_SIGNING_SECRET',
    `Bellhop needs it to recognise forged events. ${CLERK_SECRET_HELP}.`,
  )
}

function resendProblems(env: Variables): string[] {
  if (emailTransportOf(env) !== 'resend') return []
  const advice =
    'Resend needs it. To keep emails on this machine instead, set EMAIL_TRANSPORT=capture.'
  return [...need(env, 'RESEND_API_KEY', advice), ...need(env, 'EMAIL_FROM', advice)]
}

function smtpProblems(env: Variables): string[] {
  if (emailTransportOf(env) !== 'smtp') return []
  return [
    ...need(env, 'SMTP_URL', smtpAdvice('EMAIL_TRANSPORT=smtp')),
    ...need(env, 'EMAIL_FROM', 'EMAIL_TRANSPORT=smtp needs it: the address that emails come from.'),
  ]
}

function twilioProblems(env: Variables): string[] {
  if (smsTransportOf(env) !== 'twilio') return []
  const advice =
    'Twilio needs it. To keep SMS on this machine instead, or if you send none, set SMS_TRANSPORT=capture.'
  const hasSender = env.TWILIO_MESSAGING_SERVICE_SID || env.TWILIO_FROM
  return [
    ...need(env, 'TWILIO_ACCOUNT_SID', advice),
    ...(env.TWILIO_API_KEY || env.TWILIO_API_SECRET
      ? [
          ...need(env, 'TWILIO_API_KEY', 'TWILIO_API_SECRET is useless without it.'),
          ...need(env, 'TWILIO_API_SECRET', 'TWILIO_API_KEY is useless without it.'),
        ]
      : need(env, 'TWILIO_AUTH_TOKEN', advice)),
    ...(hasSender
      ? []
      : need(env, 'TWILIO_MESSAGING_SERVICE_SID', 'Set it, or set TWILIO_FROM to your number.')),
    ...callbackProblems(env),
  ]
}

// A fake Twilio on this machine reaches Bellhop at any address.
function callbackProblems({ PUBLIC_URL: url = '', TWILIO_BASE_URL: fake }: Variables): string[] {
  if (fake || !URL.canParse(url) || isPublicHost(new URL(url).hostname)) return []
  return [
    'PUBLIC_URL has a host that Twilio cannot reach for status callbacks. Set it to a public host name (letters, digits and hyphens; not this machine, not a private network), or remove it and do without receipts.',
  ]
}

function welcomeProblems(env: Variables): string[] {
  if (!isProduction(env) || env.WELCOME_EMAIL === 'off') return []
  return need(
    env,
    'APP_NAME',
    'The welcome email contains the name of your app. Set it, or set WELCOME_EMAIL=off.',
  )
}

function alertProblems(env: Variables): string[] {
  if (!isProduction(env) || !hasSignedTarget(env.ALERT_WEBHOOK_URL, env.ALERT_FORMAT)) return []
  return need(
    env,
    'ALERT_WEBHOOK_SECRET',
    `The receiver needs it to recognise forged alerts. ${ALERT_SECRET_HELP}.`,
  )
}

/**
 * Sign-in with Clerk needs keys, a list of the people who may sign in, and the public address.
 * CLERK_SECRET_KEY alone asks for no sign-in: `bellhop doctor` and `bellhop clerk` ask Clerk with it.
 */
function signInProblems(env: Variables): string[] {
  const keys = ['CLERK_PUBLISHABLE_KEY', 'CLERK_JWT_KEY'].filter((name) => env[name])
  const isListed = Boolean(env.OPS_CLERK_USERS || env.OPS_CLERK_ORG_ROLE)
  if (!isListed && keys.length === 0) return []
  const why = 'Sign-in with Clerk needs it.'
  return [
    ...need(
      env,
      'CLERK_PUBLISHABLE_KEY',
      `${why} Copy it from the Clerk Dashboard > API keys, or remove OPS_CLERK_….`,
    ),
    ...(env.CLERK_JWT_KEY
      ? []
      : need(
          env,
          'CLERK_SECRET_KEY',
          `${why} Copy it from the Clerk Dashboard > API keys, or set CLERK_JWT_KEY.`,
        )),
    ...need(
      env,
      'PUBLIC_URL',
      `${why} Bellhop refuses sessions that were made for another address.`,
    ),
    ...(isListed ? [] : [`OPS_CLERK_USERS is missing. ${listAdvice(keys)}`]),
    ...instanceProblems(env),
  ]
}

function listAdvice(keys: readonly string[]): string {
  const [verb, pronoun] = keys.length === 1 ? ['enables', 'it'] : ['enable', 'them']
  return `${keys.join(' and ')} ${verb} sign-in with Clerk: list the people who may sign in (user_2abc:operator, or set OPS_CLERK_ORG_ROLE), or remove ${pronoun}.`
}

/** `pk_test_…` and `sk_live_…` belong to two instances. */
function instanceProblems(env: Variables): string[] {
  const { CLERK_PUBLISHABLE_KEY: publishable, CLERK_SECRET_KEY: secret } = env
  if (!publishable || !secret || publishable.slice(3, 7) === secret.slice(3, 7)) return []
  return [
    'CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY belong to different instances: one is a test key, the other a live key. Copy both from the same instance.',
  ]
}

function tokenProblems({ OPS_TOKEN: operator, OPS_VIEWER_TOKEN: viewer }: Variables): string[] {
  if (!operator || operator !== viewer) return []
  return ['OPS_VIEWER_TOKEN is the same as OPS_TOKEN. Make another one: openssl rand -hex 24.']
}
