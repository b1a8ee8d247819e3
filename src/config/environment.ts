import { createPublicKey } from 'node:crypto'
import { isIP } from 'node:net'
import { z } from 'zod'
import { parseSigningSecret } from '../clerk/signing-secrets.ts'
import { LONGEST_MS } from '../domain/expiry.ts'
import { languageTag } from '../domain/language-tag.ts'
import { isSeen, oneLine } from '../domain/plain-text.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { emailSender, smsSender } from './sender-settings.ts'

const SECRET = /^(?:whsec_)?[A-Za-z0-9+/]+={0,2}$/
// What Svix makes has 24 bytes or more.
const FEWEST_SECRET_BYTES = 24
export const SECRET_HELP =
  'copy it from the Clerk Dashboard: Webhooks > your endpoint > Signing Secret; it begins with whsec_, and may be bound to an instance: whsec_…@ins_…'
const RESEND_SECRET_HELP =
  'copy it from Resend: Webhooks > your endpoint > Signing Secret; it begins with whsec_'
export const ALERT_SECRET_HELP =
  'make one with: echo whsec_$(openssl rand -base64 24), and give it to the receiver'

/** Whether it is a whole signing secret, as Svix makes them. */
export const isSigningSecret = (secret: string) =>
  SECRET.test(secret) &&
  Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length >= FEWEST_SECRET_BYTES

// Bound to instances, or not: whsec_…@ins_a+ins_b
const isClerkSecret = (entry: string) =>
  /^[^@]+(?:@ins_\w+(?:\+ins_\w+)*)?$/.test(entry) &&
  isSigningSecret(parseSigningSecret(entry).secret)

// A line break in the middle of a secret cuts it in two.
const inOneLine = z.string().regex(/^[^\r\n]*$/, 'must be in one line: it has a line break inside')
const http = /^https?$/
const listOf = (separator: RegExp) => (value: string) =>
  value.split(separator).filter((part) => part !== '')
const signingSecrets = (help: string, isSecret = isSigningSecret) =>
  inOneLine
    .transform(listOf(/[ \t,]+/))
    .pipe(
      z
        .array(z.string().refine(isSecret, `is not a whole signing secret: ${help}`))
        .min(1, `is empty: ${help}`),
    )
const secret = z
  .string()
  .regex(
    /^[\x21-\x7e]+$/,
    'must be one word: it has a space, a line break or another odd character inside',
  )
const url = (protocol: RegExp, help: string) =>
  z
    .string()
    // A URL parser drops line breaks and tabs, wherever they are.
    .regex(/^\S+$/, 'must be in one line, without spaces')
    .pipe(z.url({ protocol, error: help }))
    .transform((value) => value.replace(/\/+$/, ''))
// What has a query or a fragment, even an empty one, cannot have a path put after it.
const base = url(http, 'must be an http(s) address').pipe(
  z.string().regex(/^[^?#\\@]+$/, 'must have no ?, #, @ or backslash in it'),
)
// As a URL parser spells it, and so as Twilio and browsers do: in lower case and in ASCII.
const origin = url(http, 'must be the http(s) address at which providers reach Bellhop')
  .pipe(
    z
      .string()
      .regex(
        /^https?:\/\/[^/?#\\@]+$/i,
        'must be scheme and host only, such as https://bellhop.example.com',
      ),
  )
  .transform((value) => new URL(value).origin)
const colour = z
  .string()
  .regex(/^#?(?:[\da-f]{3}|[\da-f]{6})$/i, 'must be a hex colour such as 335bf1')
  // In an env file a # that is not in quotes begins a comment, so that many leave it out.
  .transform((value) => (value.startsWith('#') ? value : `#${value}`))
const recipient = (channel: 'email' | 'sms', help: string) =>
  z.string().refine((value) => parseRecipient(channel, value) !== null, help)
const locale = z
  .string()
  .transform(languageTag)
  .pipe(z.string('must be a language tag such as en or pt-BR'))
const token = secret
  .min(16, 'must have at least 16 characters: openssl rand -hex 24')
  .refine((value) => new Set(value).size > 3, 'is too easy to guess: openssl rand -hex 24')
const days = z.coerce.number('must be a number of days').int().min(1).max(3_650)
const split = listOf(/[\s,]+/)
const list = (entry: RegExp, example: string) =>
  z
    .string()
    .transform(split)
    .pipe(z.array(z.string().regex(entry, `must be a list such as ${example}`)))
    .default([])
const keys = inOneLine
  .transform(split)
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (key) => Buffer.from(key, 'base64').length === 32,
          'must be 32 bytes in base64: openssl rand -base64 32',
        ),
    ),
  )

/** The one list of what Bellhop reads from its environment; `.env.example` explains each. */
export const environment = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], 'must be production, development or test')
    .default('development'),
  PORT: z
    .string()
    .refine(
      (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
      'must be a number from 1 to 65535',
    )
    .transform(Number)
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DATABASE_URL: url(
    /^postgres(?:ql)?$/,
    'must look like postgres://user:password@host:5432/database',
  ).optional(),
  DATA_DIR: z.string().default('./data'),
  CLERK_WEBHOOK_SIGNING_SECRET: signingSecrets(SECRET_HELP, isClerkSecret).optional(),
  CLERK_WEBHOOK_SECRET: signingSecrets(SECRET_HELP, isClerkSecret).optional(),
  CLERK_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_(?:test|live)_/, 'must begin with pk_test_ or pk_live_')
    .refine(
      (key) =>
        /^[\w.-]+\.[a-z]+\$$/.test(Buffer.from(key.split('_')[2] ?? '', 'base64').toString()),
      'is cut off or mistyped: copy it from the Clerk Dashboard, API keys',
    )
    .optional(),
  CLERK_SECRET_KEY: secret
    .regex(/^sk_(?:test|live)_/, 'must begin with sk_test_ or sk_live_')
    .optional(),
  CLERK_JWT_KEY: z
    .string()
    // In one line, with \n for its line breaks, is how it stands in many env files.
    .transform((key) => key.replaceAll('\\n', '\n'))
    .refine(
      isRsaKey,
      'must be the public key in PEM form, with its BEGIN and END lines: Clerk Dashboard > API keys > JWKS Public Key',
    )
    .optional(),
  CLERK_API_URL: base.optional(),
  EMAIL_TRANSPORT: z.enum(['resend', 'capture']).optional(),
  RESEND_API_KEY: z
    .string()
    .regex(
      /^re_[\x21-\x7e]+$/,
      'must be the whole key as Resend showed it, in one line: it begins with re_',
    )
    .refine(
      (key) => !/^re_\.+$/.test(key),
      'is the placeholder of .env.example: put your key there (Resend > API keys)',
    )
    .optional(),
  RESEND_BASE_URL: base.optional(),
  RESEND_WEBHOOK_SECRET: signingSecrets(RESEND_SECRET_HELP).optional(),
  EMAIL_FROM: emailSender.optional(),
  EMAIL_REPLY_TO: emailSender.optional(),
  SMS_TRANSPORT: z.enum(['twilio', 'capture']).optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC\w+$/, 'must begin with AC: see the Twilio Console')
    .optional(),
  TWILIO_AUTH_TOKEN: secret.optional(),
  TWILIO_SECONDARY_AUTH_TOKEN: secret.optional(),
  TWILIO_API_KEY: z
    .string()
    .regex(/^SK\w+$/, 'must begin with SK')
    .optional(),
  TWILIO_API_SECRET: secret.optional(),
  TWILIO_MESSAGING_SERVICE_SID: z
    .string()
    .regex(/^MG\w+$/, 'must begin with MG')
    .optional(),
  TWILIO_FROM: smsSender.optional(),
  TWILIO_BASE_URL: base.optional(),
  APP_NAME: z
    .string()
    .refine(
      (name) => isSeen(oneLine(name)),
      'has no letter or number in it that a reader could see: set the name of your app',
    )
    .optional(),
  APP_ORIGIN: url(
    http,
    'must be the address of your app, such as https://app.example.com',
  ).optional(),
  BRAND_COLOR: colour.optional(),
  BRAND_BUTTON_TEXT_COLOR: colour.optional(),
  BRAND_LOGO_URL: url(/^https$/, 'must be an https address of an image').optional(),
  DEFAULT_LOCALE: locale.default('en'),
  BELLHOP_API_TOKEN: token.optional(),
  CODE_IN_SUBJECT: z.enum(['on', 'off']).default('on'),
  WELCOME_EMAIL: z.enum(['on', 'off']).default('on'),
  MESSAGE_LIFETIMES: z.string().transform(parseLifetimes).optional(),
  SMS_RETRY_UNKNOWN: z.enum(['on', 'off']).default('off'),
  TEST_EMAIL_TO: recipient('email', 'must be one email address').optional(),
  TEST_SMS_TO: recipient('sms', 'must be one number such as +14155550123').optional(),
  TRUSTED_PROXIES: z.string().transform(parseProxies).optional(),
  OPS_TOKEN: token.optional(),
  OPS_VIEWER_TOKEN: token.optional(),
  METRICS_TOKEN: token.optional(),
  OPS_CLERK_USERS: list(
    /^user_\w+(?::(?:viewer|operator))?$/,
    'user_2abc:operator,user_2def:viewer',
  ),
  OPS_CLERK_ORG_ROLE: list(
    /^org(?:_\w+)?:\w+(?::(?:viewer|operator))?$/,
    'org_2abc:admin:operator,org_2abc:support:viewer',
  ),
  RETENTION_DAYS: days.default(90),
  CAPTURE_RETENTION_DAYS: days.default(7),
  ENCRYPTION_KEY: keys.optional(),
  ALERT_WEBHOOK_URL: url(http, 'must be an http(s) address').optional(),
  ALERT_WEBHOOK_SECRET: signingSecrets(ALERT_SECRET_HELP).optional(),
})

function isRsaKey(pem: string): boolean {
  try {
    // Clerk's library takes no other kind.
    return createPublicKey(pem).asymmetricKeyDetails?.modulusLength === 2048
  } catch {
    return false
  }
}

/** How many proxies, or their networks. */
function parseProxies(value: string, context: z.RefinementCtx): number | readonly string[] {
  if (/^\d$/.test(value)) return Number(value)
  const networks = split(value)
  if (networks.length > 0 && networks.every(isNetwork)) return networks
  context.addIssue({
    code: 'custom',
    message:
      'must be the number of proxies before Bellhop (1 to 9), or their networks such as 10.0.0.0/8,fd00::/8',
  })
  return z.NEVER
}

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return (
    rest.length === 0 &&
    most > 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}

// What lives shorter expires on its way to the provider.
const SHORTEST_MS = 30_000
const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function parseLifetimes(value: string, context: z.RefinementCtx): Record<string, number> {
  const lifetimes: Record<string, number> = {}
  for (const entry of value.split(/[\s,]+/).filter((part) => part !== '')) {
    const [, slug, amount, unit] = /^([a-z_]+)=(\d+)([smhd])$/.exec(entry) ?? []
    if (!slug || !unit) {
      context.addIssue({
        code: 'custom',
        message: 'must be a list such as verification_code=10m,welcome=2d (units s, m, h, d)',
      })
      return z.NEVER
    }
    const lifetime = Number(amount) * (UNITS_MS[unit] ?? 0)
    if (lifetime > LONGEST_MS || lifetime < SHORTEST_MS) {
      const fault = lifetime > LONGEST_MS ? 'longer than 366d' : 'shorter than 30s'
      context.addIssue({ code: 'custom', message: `${slug} must not be ${fault}` })
      return z.NEVER
    }
    lifetimes[slug] = lifetime
  }
  return lifetimes
}
