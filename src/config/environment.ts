import { z } from 'zod'
import { languageTag } from '../domain/language-tag.ts'
import { isSeen, oneLine } from '../domain/plain-text.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { clerkJwtKey, clerkPublishableKey, clerkSecretKey } from './clerk-key-settings.ts'
import { lifetimes } from './lifetime-settings.ts'
import { listOf } from './list-settings.ts'
import { trustedProxies } from './proxy-settings.ts'
import {
  alertSigningSecrets,
  clerkSigningSecrets,
  encryptionKeys,
  resendSigningSecrets,
  secret,
  token,
} from './secret-settings.ts'
import { emailSender, smsSender } from './sender-settings.ts'
import { apiAddress, origin, urlOf, webAddress } from './url-settings.ts'

const oneOf = <const Value extends string>(...values: readonly Value[]) =>
  z.enum(values, `must be ${values.join(', ').replace(/, ([^,]*)$/, ' or $1')}`)

const beginsWith = (prefix: string, help: string) =>
  z.string().regex(RegExp(`^${prefix}\\w+$`), `must begin with ${prefix}. ${help}`)

const port = z
  .string()
  .refine(
    (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
    'must be a number from 1 to 65535',
  )
  .transform(Number)

// A name, a code and the line for autofill fit into one SMS.
const LONGEST_SMS_NAME = 20

const DAYS = 'must be a whole number of days from 1 to 3650'
const days = z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(3_650, DAYS)

const colour = z
  .string()
  .regex(/^#?(?:[\da-f]{3}|[\da-f]{6})$/i, 'must be a hex colour such as 335bf1')
  // Many leave out the #, because it begins a comment in an env file.
  .transform((value) => (value.startsWith('#') ? value : `#${value}`))

const recipient = (channel: 'email' | 'sms', error: string) =>
  z.string().refine((value) => parseRecipient(channel, value) !== null, error)

const locale = z
  .string()
  .transform(languageTag)
  .pipe(z.string('must be a language tag such as en or pt-BR'))

const appName = z
  .string()
  .refine(
    (name) => isSeen(oneLine(name)),
    'has no letter or number that a reader can see. Set it to the name of your app',
  )

const smsAppName = appName.refine(
  (name) => [...name].length <= LONGEST_SMS_NAME,
  `must have at most ${LONGEST_SMS_NAME} characters`,
)

/** A plain address, because it also becomes a link. */
const supportAddress = recipient('email', 'must be one email address').refine(
  (value) => /^[\w.+-]{1,64}@[^@]+$/.test(value),
  'must have only letters, digits and . _ + - before the @',
)

const resendApiKey = z
  .string()
  .regex(
    /^re_[\x21-\x7e]+$/,
    'must be the complete key as Resend showed it, in one line. It begins with re_',
  )
  .refine(
    (key) => !/^re_\.+$/.test(key),
    'is the placeholder of .env.example. Replace it with your key (Resend > API keys)',
  )

/** All variables that Bellhop reads. `.env.example` explains each. */
export const environment = z.object({
  NODE_ENV: oneOf('production', 'development', 'test').default('development'),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  TRUSTED_PROXIES: trustedProxies.optional(),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  DATABASE_URL: urlOf(
    /^postgres(?:ql)?$/,
    'must look like postgres://user:password@host:5432/database',
  ).optional(),
  DATA_DIR: z.string().default('./data'),
  EMBEDDED_FSYNC: oneOf('on', 'off').default('on'),
  CLERK_WEBHOOK_SIGNING_SECRET: clerkSigningSecrets.optional(),
  CLERK_WEBHOOK_SECRET: clerkSigningSecrets.optional(),
  CLERK_PUBLISHABLE_KEY: clerkPublishableKey.optional(),
  CLERK_SECRET_KEY: clerkSecretKey.optional(),
  CLERK_JWT_KEY: clerkJwtKey.optional(),
  CLERK_API_URL: apiAddress.optional(),
  EMAIL_TRANSPORT: oneOf('resend', 'capture').optional(),
  RESEND_API_KEY: resendApiKey.optional(),
  RESEND_BASE_URL: apiAddress.optional(),
  RESEND_WEBHOOK_SECRET: resendSigningSecrets.optional(),
  EMAIL_FROM: emailSender.optional(),
  EMAIL_REPLY_TO: emailSender.optional(),
  SMS_TRANSPORT: oneOf('twilio', 'capture').optional(),
  TWILIO_ACCOUNT_SID: beginsWith('AC', 'Copy it from the Twilio Console').optional(),
  TWILIO_AUTH_TOKEN: secret.optional(),
  TWILIO_SECONDARY_AUTH_TOKEN: secret.optional(),
  TWILIO_API_KEY: beginsWith('SK', 'Copy it from the Twilio Console').optional(),
  TWILIO_API_SECRET: secret.optional(),
  TWILIO_MESSAGING_SERVICE_SID: beginsWith('MG', 'Copy it from the Twilio Console').optional(),
  TWILIO_FROM: smsSender.optional(),
  TWILIO_BASE_URL: apiAddress.optional(),
  SMS_RETRY_UNKNOWN: oneOf('on', 'off').default('off'),
  APP_NAME: appName.optional(),
  APP_ORIGIN: webAddress(
    'must be the address of your app, such as https://app.example.com',
  ).optional(),
  BRAND_COLOR: colour.optional(),
  BRAND_BUTTON_TEXT_COLOR: colour.optional(),
  BRAND_LOGO_URL: urlOf(/^https$/, 'must be the https address of an image').optional(),
  SUPPORT_EMAIL: supportAddress.optional(),
  SUPPORT_URL: webAddress(
    'must be the address of a page, such as https://acme.com/help',
  ).optional(),
  ACCOUNT_URL: webAddress(
    'must be the address of a page of your app, such as https://app.acme.com/account',
  ).optional(),
  SMS_APP_NAME: smsAppName.optional(),
  SMS_APP_HASH: z
    .string()
    .regex(/^[A-Za-z\d+/]{11}$/, 'must be the 11 characters that Android computes for your app')
    .optional(),
  DEFAULT_LOCALE: locale.default('en'),
  BELLHOP_API_TOKEN: token.optional(),
  CODE_IN_SUBJECT: oneOf('on', 'off').default('on'),
  WELCOME_EMAIL: oneOf('on', 'off').default('on'),
  MESSAGE_LIFETIMES: lifetimes.optional(),
  TEST_EMAIL_TO: recipient('email', 'must be one email address').optional(),
  TEST_SMS_TO: recipient('sms', 'must be one number such as +14155550123').optional(),
  OPS_TOKEN: token.optional(),
  OPS_VIEWER_TOKEN: token.optional(),
  METRICS_TOKEN: token.optional(),
  OPS_CLERK_USERS: listOf(
    /^user_\w+(?::(?:viewer|operator))?$/,
    'user_2abc:operator,user_2def:viewer',
  ),
  OPS_CLERK_ORG_ROLE: listOf(
    /^org(?:_\w+)?:\w+(?::(?:viewer|operator))?$/,
    'org_2abc:admin:operator,org_2abc:support:viewer',
  ),
  ALERT_WEBHOOK_URL: webAddress().optional(),
  ALERT_WEBHOOK_SECRET: alertSigningSecrets.optional(),
  RETENTION_DAYS: days.default(90),
  CAPTURE_RETENTION_DAYS: days.default(7),
  ENCRYPTION_KEY: encryptionKeys.optional(),
})

/** The values of the variables, checked and parsed. */
export type ParsedVariables = z.infer<typeof environment>
