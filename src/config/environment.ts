import { z } from 'zod'
import { ALERT_FORMATS } from '../domain/alert-target.ts'
import { languageTag } from '../domain/language-tag.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { alertAddresses } from './alert-settings.ts'
import {
  accountPage,
  appAddress,
  appName,
  colour,
  emailAddress,
  imageAddress,
  smsAppHash,
  smsAppName,
  supportAddress,
  supportPage,
} from './brand-settings.ts'
import { clerkJwtKey, clerkPublishableKey, clerkSecretKey } from './clerk-key-settings.ts'
import { lifetimes } from './lifetime-settings.ts'
import { countries, rateLimits, segmentsPerDay, welcomesPerMinute } from './limit-settings.ts'
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
import { segmentPrice } from './segment-price.ts'
import { emailSender, smsSender } from './sender-settings.ts'
import { smtpUrl } from './smtp-url.ts'
import { standByWait } from './stand-by-settings.ts'
import { apiAddress, origin, urlOf } from './url-settings.ts'
import { wholeNumber } from './whole-number.ts'

const oneOf = <const Value extends string>(...values: readonly Value[]) =>
  z.enum(values, `must be ${values.join(', ').replace(/, ([^,]*)$/, ' or $1')}`)

const beginsWith = (prefix: string, help: string) =>
  z.string().regex(RegExp(`^${prefix}\\w+$`), `must begin with ${prefix}. ${help}`)

/** The ports that a server can listen at; 0 is any that is free. */
export const PORTS = { least: 0, most: 65_535 }

const port = wholeNumber(PORTS, 'must be a number from 0 to 65535')
const days = wholeNumber({ least: 1, most: 3_650 }, 'must be a whole number of days from 1 to 3650')

const phoneNumber = z
  .string()
  .refine(
    (value) => parseRecipient('sms', value) !== null,
    'must be one number such as +14155550123',
  )

const locale = z
  .string()
  .transform(languageTag)
  .pipe(z.string('must be a language tag such as en or pt-BR'))

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

/** Where `bellhop clerk pull` puts Clerk's templates, and where the outbox reads them. */
export const CLERK_TEMPLATES_DIR = './clerk-templates'

/** All variables that Bellhop reads. `.env.example` explains each. */
export const environment = z.object({
  NODE_ENV: oneOf('production', 'development', 'test').default('development'),
  BELLHOP_CONFIG: z.string().optional(),
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
  CLERK_TEMPLATES_DIR: z.string().default(CLERK_TEMPLATES_DIR),
  EMAIL_TRANSPORT: oneOf('resend', 'smtp', 'capture').optional(),
  SMTP_URL: smtpUrl.optional(),
  RESEND_API_KEY: resendApiKey.optional(),
  RESEND_BASE_URL: apiAddress.optional(),
  EMAIL_STANDBY: oneOf('smtp', 'resend').optional(),
  EMAIL_STANDBY_CODES_AFTER: standByWait.optional(),
  EMAIL_STANDBY_AFTER: standByWait.optional(),
  RESEND_STANDBY_API_KEY: resendApiKey.optional(),
  RESEND_STANDBY_BASE_URL: apiAddress.optional(),
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
  SMS_COUNTRIES: countries.optional(),
  SMS_CHECK_NUMBERS: oneOf('on', 'off').default('on'),
  SMS_DAILY_SEGMENTS: segmentsPerDay.optional(),
  SMS_SEGMENT_PRICE: segmentPrice.optional(),
  LIMIT_CODES: rateLimits.optional(),
  LIMIT_NOTICES: rateLimits.optional(),
  LIMIT_SMS_NEW_RANGE: rateLimits.optional(),
  LIMIT_SMS_KNOWN_RANGE: rateLimits.optional(),
  APP_NAME: appName.optional(),
  APP_ORIGIN: appAddress.optional(),
  BRAND_COLOR: colour.optional(),
  BRAND_BUTTON_TEXT_COLOR: colour.optional(),
  BRAND_LOGO_URL: imageAddress.optional(),
  SUPPORT_EMAIL: supportAddress.optional(),
  SUPPORT_URL: supportPage.optional(),
  ACCOUNT_URL: accountPage.optional(),
  SMS_APP_NAME: smsAppName.optional(),
  SMS_APP_HASH: smsAppHash.optional(),
  DEFAULT_LOCALE: locale.default('en'),
  BELLHOP_API_TOKEN: token.optional(),
  CODE_IN_SUBJECT: oneOf('on', 'off').default('on'),
  WELCOME_EMAIL: oneOf('on', 'off').default('on'),
  WELCOME_PACE: welcomesPerMinute.default(600),
  MESSAGE_LIFETIMES: lifetimes.optional(),
  TEST_EMAIL_TO: emailAddress.optional(),
  TEST_SMS_TO: phoneNumber.optional(),
  OPS_TOKEN: token.optional(),
  OPS_VIEWER_TOKEN: token.optional(),
  METRICS_TOKEN: token.optional(),
  CRON_SECRET: token.optional(),
  OPS_CLERK_USERS: listOf(
    /^user_\w+(?::(?:viewer|operator))?$/,
    'user_2abc:operator,user_2def:viewer',
  ),
  OPS_CLERK_ORG_ROLE: listOf(
    /^org(?:_\w+)?:\w+(?::(?:viewer|operator))?$/,
    'org_2abc:admin:operator,org_2abc:support:viewer',
  ),
  ALERT_WEBHOOK_URL: alertAddresses.optional(),
  ALERT_FORMAT: oneOf(...ALERT_FORMATS).optional(),
  ALERT_WEBHOOK_SECRET: alertSigningSecrets.optional(),
  RETENTION_DAYS: days.default(90),
  CAPTURE_RETENTION_DAYS: days.default(7),
  ENCRYPTION_KEY: encryptionKeys.optional(),
})

/** The values of the variables, checked and parsed. */
export type ParsedVariables = z.infer<typeof environment>
