import { EMAIL_KINDS, SMS_KINDS } from '../domain/slugs.ts'
import type { Variables } from './clean-variables.ts'
import { entriesOf } from './list-settings.ts'
import { nearestName, typos } from './nearest-name.ts'
import { standByWarnings } from './stand-by-settings.ts'
import { emailTransportOf, sendsEmails, smsTransportOf } from './transport-choice.ts'

/**
 * Warns of settings that are valid but probably a mistake: one text each, without values of secrets.
 * `env` has the variables with a value, `raw` also those that are empty.
 */
export function settingWarnings(
  env: Variables,
  raw: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): string[] {
  return [
    ...misspelled(env, known),
    ...unknownSlugs(env),
    ...emptyColours(raw),
    ...questionable(env),
  ]
}

// Names that other tools use for the same settings.
const OTHER_NAMES: Readonly<Record<string, string>> = {
  CLERK_SIGNING_SECRET: 'CLERK_WEBHOOK_SIGNING_SECRET',
  WEBHOOK_SECRET: 'CLERK_WEBHOOK_SIGNING_SECRET',
  SIGNING_SECRET: 'CLERK_WEBHOOK_SIGNING_SECRET',
  RESEND_TOKEN: 'RESEND_API_KEY',
  FROM_EMAIL: 'EMAIL_FROM',
  MAIL_FROM: 'EMAIL_FROM',
  SMTP_HOST: 'SMTP_URL',
  SMTP_USER: 'SMTP_URL',
  SMTP_PASS: 'SMTP_URL',
  SMTP_PASSWORD: 'SMTP_URL',
  SMS_FROM: 'TWILIO_FROM',
  TWILIO_PHONE_NUMBER: 'TWILIO_FROM',
  TWILIO_SID: 'TWILIO_ACCOUNT_SID',
}
const PREFIX_OF_BELLHOP = /^(?:RESEND|TWILIO|OPS|BELLHOP)_/i
// Kubernetes sets such variables in each container for a service named twilio, bellhop or the like.
const SERVICE_LINK = /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_(?:TCP|UDP)(?:_|$)/
const SERVICE_ADDRESS = /^(?:tcp|udp):\/\//

function misspelled(env: Variables, known: readonly string[]): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (known.includes(name) || SERVICE_LINK.test(name) || SERVICE_ADDRESS.test(value)) return []
    const meant = meantBy(name, known)
    return meant
      ? [`${name} is not a setting of Bellhop and has no effect. Did you mean ${meant}?`]
      : []
  })
}

function meantBy(name: string, known: readonly string[]): string | undefined {
  const other = OTHER_NAMES[name.toUpperCase()]
  if (other) return other
  if (PREFIX_OF_BELLHOP.test(name)) return nearestName(name, known).name
  return known.find((candidate) => typos(name, candidate) <= mostTypos(name))
}

// A short name resembles many names of other programs.
function mostTypos({ length }: string): number {
  if (length < 7) return 0
  return length < 10 ? 1 : 2
}

const SLUGS = [...new Set([...Object.keys(EMAIL_KINDS), ...Object.keys(SMS_KINDS)])]

function unknownSlugs({ MESSAGE_LIFETIMES: lifetimes = '' }: Variables): string[] {
  const named = entriesOf(lifetimes).flatMap((entry) => entry.split('=')[0] || [])
  return [...new Set(named)]
    .filter((slug) => !SLUGS.includes(slug))
    .map((slug) => {
      const { name, apart } = nearestName(slug, SLUGS)
      const hint = apart <= 2 ? ` Did you mean ${name}?` : ''
      return `MESSAGE_LIFETIMES contains the unknown slug ${slug}.${hint}`
    })
}

function emptyColours(raw: Readonly<Record<string, string | undefined>>): string[] {
  return ['BRAND_COLOR', 'BRAND_BUTTON_TEXT_COLOR']
    .filter((name) => raw[name]?.trim() === '')
    .map(
      (name) =>
        `${name} is empty. In an env file # begins a comment, so write the colour in quotes or without the #.`,
    )
}

/** What the service can do without, but hardly any operator wants to. */
function missingInProduction(env: Variables): string[] {
  const { NODE_ENV, OPS_TOKEN, OPS_CLERK_USERS, OPS_CLERK_ORG_ROLE, PUBLIC_URL } = env
  if (NODE_ENV !== 'production') return []
  return [
    ...(OPS_TOKEN || OPS_CLERK_USERS || OPS_CLERK_ORG_ROLE
      ? []
      : [
          'OPS_TOKEN is not set, so nobody can open the operations pages, and bellhop messages, tail and the like do not work. Set it to the output of: openssl rand -hex 32',
        ]),
    ...(PUBLIC_URL
      ? []
      : [
          'PUBLIC_URL is not set, so doctor cannot check the address that Clerk posts to, alerts have no links, and Twilio reports no status. Set it to the https address of Bellhop.',
        ]),
  ]
}

function questionable(env: Variables): string[] {
  const warnings: string[] = missingInProduction(env)
  const { PUBLIC_URL: url = '' } = env
  if (env.NODE_ENV === 'production' && URL.canParse(url) && new URL(url).protocol === 'http:') {
    warnings.push(
      'PUBLIC_URL begins with http:, so others can read what providers and browsers send to it. Set it to the https address.',
    )
  }
  if (smsTransportOf(env) === 'twilio' && env.TWILIO_API_KEY && !env.TWILIO_AUTH_TOKEN) {
    warnings.push(
      'TWILIO_AUTH_TOKEN is not set. Twilio signs its status callbacks with it, even if you use an API key. Without it Bellhop requests no callbacks, and asks Twilio for the status of each SMS later.',
    )
  }
  if (env.SMTP_URL && emailTransportOf(env) !== 'smtp' && env.EMAIL_STANDBY !== 'smtp') {
    warnings.push(
      'SMTP_URL has no effect. To send emails with it, set EMAIL_TRANSPORT=smtp, or EMAIL_STANDBY=smtp.',
    )
  }
  warnings.push(...standByWarnings(env))
  const welcomes = sendsEmails(env) && env.WELCOME_EMAIL !== 'off'
  if (welcomes && !env.APP_NAME && env.NODE_ENV !== 'production') {
    warnings.push(
      'APP_NAME is not set, so the welcome email cannot name your app. Set it, or set WELCOME_EMAIL=off.',
    )
  }
  return warnings
}
