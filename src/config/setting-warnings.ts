import { EMAIL_KINDS, SMS_KINDS } from '../domain/slugs.ts'
import { nearestName, typos } from './nearest-name.ts'
import { emailTransportOf, smsTransportOf } from './transport-choice.ts'

type Variables = Readonly<Record<string, string>>

/**
 * What the settings allow and probably do not mean: one sentence each, without values. `env` is
 * without what is set to nothing, which `raw` has too.
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

// What others call a setting of ours.
const OTHER_NAMES: Readonly<Record<string, string>> = {
  CLERK_SIGNING_SECRET: 'CLERK_WEBHOOK_SIGNING_SECRET',
  WEBHOOK_SECRET: 'CLERK_WEBHOOK_SIGNING_SECRET',
  SIGNING_SECRET: 'CLERK_WEBHOOK_SIGNING_SECRET',
  RESEND_TOKEN: 'RESEND_API_KEY',
  FROM_EMAIL: 'EMAIL_FROM',
  MAIL_FROM: 'EMAIL_FROM',
  SMS_FROM: 'TWILIO_FROM',
  TWILIO_PHONE_NUMBER: 'TWILIO_FROM',
  TWILIO_SID: 'TWILIO_ACCOUNT_SID',
}
const OURS = /^(?:RESEND|TWILIO|OPS|BELLHOP)_/i
// Kubernetes gives them to each container for a service that is called like that.
const SERVICE_LINK = /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_(?:TCP|UDP)(?:_|$)/
const SERVICE_ADDRESS = /^(?:tcp|udp):\/\//

function misspelled(env: Variables, known: readonly string[]): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (known.includes(name) || SERVICE_LINK.test(name) || SERVICE_ADDRESS.test(value)) return []
    const meant = meantBy(name, known)
    return meant ? [`${name} is not a setting of Bellhop's and has no effect. Is it ${meant}?`] : []
  })
}

function meantBy(name: string, known: readonly string[]): string | undefined {
  const other = OTHER_NAMES[name.toUpperCase()]
  if (other) return other
  if (OURS.test(name)) return nearestName(name, known).name
  return known.find((candidate) => typos(name, candidate) <= mostTypos(name))
}

// A short name is near to too many that belong to others.
function mostTypos({ length }: string): number {
  if (length < 7) return 0
  return length < 10 ? 1 : 2
}

const SLUGS = [...new Set([...Object.keys(EMAIL_KINDS), ...Object.keys(SMS_KINDS)])]

function unknownSlugs({ MESSAGE_LIFETIMES: lifetimes = '' }: Variables): string[] {
  const named = lifetimes.split(/[\s,]+/).flatMap((entry) => entry.split('=')[0] || [])
  return [...new Set(named)]
    .filter((slug) => !SLUGS.includes(slug))
    .map((slug) => {
      const { name, apart } = nearestName(slug, SLUGS)
      const hint = apart <= 2 ? ` Is it ${name}?` : ''
      return `MESSAGE_LIFETIMES names the unknown slug ${slug}.${hint}`
    })
}

function emptyColours(raw: Readonly<Record<string, string | undefined>>): string[] {
  return ['BRAND_COLOR', 'BRAND_BUTTON_TEXT_COLOR']
    .filter((name) => raw[name]?.trim() === '')
    .map(
      (name) =>
        `${name} is set to nothing. In an env file a # begins a comment: write the colour in quotes or without the #.`,
    )
}

function questionable(env: Variables): string[] {
  const warnings: string[] = []
  const { PUBLIC_URL: url = '' } = env
  if (env.NODE_ENV === 'production' && URL.canParse(url) && new URL(url).protocol === 'http:') {
    warnings.push(
      'PUBLIC_URL begins with http: what providers and browsers send to it can be read on the way. Set it to the https address.',
    )
  }
  if (smsTransportOf(env) === 'twilio' && env.TWILIO_API_KEY && !env.TWILIO_AUTH_TOKEN) {
    warnings.push(
      'TWILIO_AUTH_TOKEN is not set: Twilio signs its status callbacks with it, whatever the API key. Without it no callbacks are asked for, and receipts of SMS come later, by asking Twilio.',
    )
  }
  const welcomes = emailTransportOf(env) === 'resend' && env.WELCOME_EMAIL !== 'off'
  if (welcomes && !env.APP_NAME && env.NODE_ENV !== 'production') {
    warnings.push(
      'APP_NAME is not set: the welcome email cannot name your app. Set it, or WELCOME_EMAIL=off.',
    )
  }
  return warnings
}
