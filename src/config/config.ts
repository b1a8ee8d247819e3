import { isIPv6 } from 'node:net'
import type { z } from 'zod'

import { ALERT_SECRET_HELP, environment, SECRET_HELP } from './environment.ts'
import { withoutEmpty, withoutQuotes } from './given-variables.ts'
import { isPublicHost } from './public-host.ts'
import { settingWarnings } from './setting-warnings.ts'
import { asksForTraces } from './tracing.ts'
import { emailTransportOf, smsTransportOf } from './transport-choice.ts'

type Environment = Readonly<Record<string, string | undefined>>

type Variables = z.infer<typeof environment>
/** The names of all variables. */
export const VARIABLES = Object.keys(environment.shape)

/** Says everything that is wrong with the environment, each with its fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  /** The warnings are said too: what is missing may only be misspelled. */
  constructor(problems: readonly string[], warnings: readonly string[] = []) {
    super(
      [
        `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`,
        ...problems.map((problem) => `  - ${problem}`),
        ...(warnings.length > 0 ? ['Beside that:'] : []),
        ...warnings.map((warning) => `  - ${warning}`),
        'See .env.example.',
      ].join('\n'),
    )
    this.problems = problems
  }
}

export type EmailSettings =
  | {
      readonly transport: 'capture'
      readonly from: string | undefined
      readonly replyTo: string | undefined
    }
  | {
      readonly transport: 'resend'
      readonly apiKey: string
      readonly from: string
      readonly replyTo: string | undefined
      readonly baseUrl: string | undefined
    }

export type SmsSettings =
  | {
      readonly transport: 'capture'
      readonly messagingServiceSid: string | undefined
      readonly from: string | undefined
    }
  | {
      readonly transport: 'twilio'
      readonly accountSid: string
      readonly authToken: string | undefined
      readonly apiKey: string | undefined
      readonly apiSecret: string | undefined
      readonly messagingServiceSid: string | undefined
      readonly from: string | undefined
      readonly baseUrl: string | undefined
    }

export type Config = ReturnType<typeof readConfig>

/** Reads the environment, whole or not at all. Throws a ConfigError. */
export function readConfig(env: Environment = process.env) {
  const set = withoutEmpty(env)
  const given = withoutEmpty(withoutQuotes(set, VARIABLES))
  const result = environment.safeParse(given)
  const warnings = settingWarnings(given, env, VARIABLES)
  const problems = [
    ...VARIABLES.filter((name) => given[name] !== set[name]).map(
      (name) => `${name}: is in quotes: remove them.`,
    ),
    ...(result.success ? [] : result.error.issues.map(describe)),
    ...missing(given),
  ]
  if (!result.success || problems.length > 0)
    throw new ConfigError([...new Set(problems)], warnings)
  return { ...toConfig(result.data, given), warnings }
}

/** What the commands need of the environment to find and address a running service. */
export function readCliSettings(env: Environment = process.env): {
  readonly url: string
  readonly signingSecrets: readonly string[]
  readonly opsToken: string | undefined
  readonly dataDir: string
} {
  const given = withoutEmpty(env)
  const list = [given.CLERK_WEBHOOK_SIGNING_SECRET, given.CLERK_WEBHOOK_SECRET].join(' ')
  const host = given.HOST ?? '127.0.0.1'
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${given.PORT ?? 3000}`,
    signingSecrets: list.split(/[\s,]+/).filter((secret) => secret !== ''),
    opsToken: given.OPS_TOKEN,
    dataDir: given.DATA_DIR ?? './data',
  }
}

// Names only, never values: most of them are secrets.
function describe(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])}: ${issue.message}`
}

/** What must be set together. Judged on the raw variables, so that it is said beside all else. */
function missing(env: Record<string, string>): string[] {
  const production = env.NODE_ENV === 'production'
  const problems: string[] = []
  const need = (name: string, why: string) => {
    if (!env[name]) problems.push(`${name}: is missing. ${why}`)
  }
  if (production && !env.CLERK_WEBHOOK_SIGNING_SECRET && !env.CLERK_WEBHOOK_SECRET) {
    problems.push(
      `CLERK_WEBHOOK_SIGNING_SECRET: is missing. Clerk's events cannot be told from forged ones without it; ${SECRET_HELP}`,
    )
  }
  if (emailTransportOf(env) === 'resend') {
    const why =
      'Resend needs it; to keep emails on this machine instead, set EMAIL_TRANSPORT=capture.'
    need('RESEND_API_KEY', why)
    need('EMAIL_FROM', why)
  }
  if (smsTransportOf(env) === 'twilio') {
    const why =
      'Twilio needs it; to keep SMS on this machine instead (or if you send none), set SMS_TRANSPORT=capture.'
    need('TWILIO_ACCOUNT_SID', why)
    if (env.TWILIO_API_KEY || env.TWILIO_API_SECRET) {
      need('TWILIO_API_KEY', 'An API secret is of no use without its key.')
      need('TWILIO_API_SECRET', 'An API key is of no use without its secret.')
    } else need('TWILIO_AUTH_TOKEN', why)
    if (!env.TWILIO_MESSAGING_SERVICE_SID && !env.TWILIO_FROM) {
      problems.push(
        'TWILIO_MESSAGING_SERVICE_SID: is missing. Set it, or TWILIO_FROM to a number of yours.',
      )
    }
    // A fake of Twilio on this machine reaches us wherever we are.
    const { PUBLIC_URL: url = '', TWILIO_BASE_URL: fake } = env
    if (!fake && URL.canParse(url) && !isPublicHost(new URL(url).hostname)) {
      problems.push(
        'PUBLIC_URL: Twilio cannot reach this host for status callbacks. Set the public host name (of letters, digits and hyphens, not of this machine or a private network), or leave it out and go without receipts.',
      )
    }
  }
  if (production && env.WELCOME_EMAIL !== 'off') {
    need('APP_NAME', 'The welcome email names your app: set it, or WELCOME_EMAIL=off.')
  }
  if (production && env.ALERT_WEBHOOK_URL && !env.ALERT_WEBHOOK_SECRET) {
    problems.push(
      `ALERT_WEBHOOK_SECRET: is missing. Without it the receiver cannot tell alerts from forged ones; ${ALERT_SECRET_HELP}`,
    )
  }
  problems.push(...accessProblems(env, need))
  return problems
}

/** Sign-in with Clerk takes keys, a list of who may, and our address. Half of it is a mistake. */
function accessProblems(
  env: Record<string, string>,
  need: (name: string, why: string) => void,
): string[] {
  const keys = ['CLERK_PUBLISHABLE_KEY', 'CLERK_SECRET_KEY', 'CLERK_JWT_KEY'].filter(
    (name) => env[name],
  )
  const listed = env.OPS_CLERK_USERS || env.OPS_CLERK_ORG_ROLE
  const { CLERK_PUBLISHABLE_KEY: publishable, CLERK_SECRET_KEY: secret } = env
  const problems: string[] = []
  if (keys.length > 0 && !listed) {
    problems.push(
      `OPS_CLERK_USERS: is missing. ${keys.join(' and ')} ${keys.length === 1 ? 'is' : 'are'} for sign-in with Clerk: say who may come in (user_2abc:operator, or OPS_CLERK_ORG_ROLE), or remove ${keys.length === 1 ? 'it' : 'them'}.`,
    )
  }
  // All that is missing at once, whichever part of it was set.
  if (listed || keys.length > 0) {
    const why = 'Sign-in with Clerk needs it.'
    need('CLERK_PUBLISHABLE_KEY', `${why} Clerk Dashboard > API keys; or remove OPS_CLERK_….`)
    if (!env.CLERK_JWT_KEY) {
      need('CLERK_SECRET_KEY', `${why} Clerk Dashboard > API keys; or set CLERK_JWT_KEY.`)
    }
    need('PUBLIC_URL', `${why} Sessions that were made for another address are refused.`)
  }
  if (publishable && secret && publishable.slice(3, 7) !== secret.slice(3, 7)) {
    problems.push(
      'CLERK_SECRET_KEY: is of another instance than CLERK_PUBLISHABLE_KEY: one is test, the other live.',
    )
  }
  if (env.OPS_TOKEN && env.OPS_TOKEN === env.OPS_VIEWER_TOKEN) {
    problems.push('OPS_VIEWER_TOKEN: is the same as OPS_TOKEN. Make another: openssl rand -hex 24.')
  }
  return problems
}

function toConfig(v: Variables, env: Record<string, string>) {
  const strings = {
    NODE_ENV: v.NODE_ENV,
    EMAIL_TRANSPORT: v.EMAIL_TRANSPORT,
    SMS_TRANSPORT: v.SMS_TRANSPORT,
  }
  const email: EmailSettings =
    emailTransportOf({ ...strings, RESEND_API_KEY: v.RESEND_API_KEY }) === 'resend'
      ? {
          transport: 'resend',
          apiKey: v.RESEND_API_KEY ?? '',
          from: v.EMAIL_FROM ?? '',
          replyTo: v.EMAIL_REPLY_TO,
          baseUrl: v.RESEND_BASE_URL,
        }
      : { transport: 'capture', from: v.EMAIL_FROM, replyTo: v.EMAIL_REPLY_TO }
  const sms: SmsSettings =
    smsTransportOf({ ...strings, TWILIO_ACCOUNT_SID: v.TWILIO_ACCOUNT_SID }) === 'twilio'
      ? {
          transport: 'twilio',
          accountSid: v.TWILIO_ACCOUNT_SID ?? '',
          authToken: v.TWILIO_AUTH_TOKEN,
          apiKey: v.TWILIO_API_KEY,
          apiSecret: v.TWILIO_API_SECRET,
          messagingServiceSid: v.TWILIO_MESSAGING_SERVICE_SID,
          from: v.TWILIO_FROM,
          baseUrl: v.TWILIO_BASE_URL,
        }
      : {
          transport: 'capture',
          messagingServiceSid: v.TWILIO_MESSAGING_SERVICE_SID,
          from: v.TWILIO_FROM,
        }
  return {
    production: v.NODE_ENV === 'production',
    port: v.PORT,
    host: v.HOST,
    publicUrl: v.PUBLIC_URL,
    logLevel: v.LOG_LEVEL,
    databaseUrl: v.DATABASE_URL,
    dataDir: v.DATA_DIR,
    // Both names are in use, and a rotation may put the old secret under one and the new under the other.
    signingSecrets: [
      ...new Set([...(v.CLERK_WEBHOOK_SIGNING_SECRET ?? []), ...(v.CLERK_WEBHOOK_SECRET ?? [])]),
    ],
    email,
    sms,
    brand: {
      appName: v.APP_NAME,
      appOrigin: v.APP_ORIGIN,
      logoUrl: v.BRAND_LOGO_URL,
      primaryColor: v.BRAND_COLOR,
      buttonTextColor: v.BRAND_BUTTON_TEXT_COLOR,
    },
    defaultLocale: v.DEFAULT_LOCALE,
    apiToken: v.BELLHOP_API_TOKEN,
    codeInSubject: v.CODE_IN_SUBJECT === 'on',
    welcomeEmail: v.WELCOME_EMAIL === 'on',
    retryUnknownSms: v.SMS_RETRY_UNKNOWN === 'on',
    lifetimes: v.MESSAGE_LIFETIMES ?? {},
    testRecipients: {
      ...(v.TEST_EMAIL_TO ? { email: v.TEST_EMAIL_TO } : {}),
      ...(v.TEST_SMS_TO ? { sms: v.TEST_SMS_TO } : {}),
    },
    resendWebhookSecrets: v.RESEND_WEBHOOK_SECRET ?? [],
    twilioSecondaryAuthToken: v.TWILIO_SECONDARY_AUTH_TOKEN,
    trustedProxies: v.TRUSTED_PROXIES ?? 0,
    opsToken: v.OPS_TOKEN,
    opsViewerToken: v.OPS_VIEWER_TOKEN,
    metricsToken: v.METRICS_TOKEN,
    clerk: {
      publishableKey: v.CLERK_PUBLISHABLE_KEY,
      secretKey: v.CLERK_SECRET_KEY,
      jwtKey: v.CLERK_JWT_KEY,
      apiUrl: v.CLERK_API_URL,
      users: v.OPS_CLERK_USERS,
      orgRoles: v.OPS_CLERK_ORG_ROLE,
    },
    retentionDays: v.RETENTION_DAYS,
    captureRetentionDays: v.CAPTURE_RETENTION_DAYS,
    encryptionKeys: v.ENCRYPTION_KEY ?? [],
    tracing: asksForTraces(env),
    alerts: { url: v.ALERT_WEBHOOK_URL, secrets: v.ALERT_WEBHOOK_SECRET ?? [] },
  }
}
