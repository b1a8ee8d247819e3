import { isIPv6 } from 'node:net'
import type { z } from 'zod'
import { CLERK_API_URL } from '../clerk/backend-api.ts'
import type { BrandOverrides } from '../domain/brand.ts'
import { instanceNames } from '../domain/instance-names.ts'
import type { Environment } from '../domain/variables.ts'
import { parseWholeNumber } from '../domain/whole-number.ts'
import { alertTargets } from './alert-settings.ts'
import { brandWarnings } from './brand-warnings.ts'
import { checkSettings, variablesOf } from './check-settings.ts'
import { type Variables, withoutEmpty, withoutQuotes } from './clean-variables.ts'
import { ConfigError } from './config-error.ts'
import { CLERK_TEMPLATES_DIR, environment, type ParsedVariables, PORTS } from './environment.ts'
import { settingsByInstance } from './instance-settings.ts'
import { entriesOf } from './list-settings.ts'
import { loadSettings, SETTINGS_FILE, type SettingsPlace } from './load-settings.ts'
import { emailSettings, smsSettings } from './provider-settings.ts'
import { requiredSettings } from './required-settings.ts'
import { settingWarnings } from './setting-warnings.ts'
import type { Settings } from './settings-file.ts'
import { replacedSettings } from './settings-file-warnings.ts'
import { standBySettings } from './stand-by-settings.ts'
import { asksForTraces } from './tracing.ts'
import { emailTransportOf, smsTransportOf } from './transport-choice.ts'

/** The names of all variables. */
export const VARIABLES = Object.keys(environment.shape)

export type Config = ReturnType<typeof readConfig>

/**
 * Reads and checks the whole environment and what the settings file exports. Throws a ConfigError with all
 * problems.
 */
export function readConfig(
  env: Environment = process.env,
  exported: unknown = {},
  place: SettingsPlace = { root: process.cwd(), name: SETTINGS_FILE },
) {
  const { basePath = '' } = place
  const quoted = withoutEmpty(env)
  const variables = withoutEmpty(withoutQuotes(quoted, VARIABLES))
  const result = environment.safeParse(variables)
  const file = checkSettings(exported, place, baseUrlOf(variables, basePath))
  const { settings, words, files: brandFiles } = file
  // Some settings are needed, and the file may have them.
  const given = { ...variablesOf(settings), ...variables }
  const warnings = [
    ...settingWarnings(given, env, VARIABLES),
    ...brandWarnings(variables, settings, place.name),
    ...file.warnings,
    ...replacedSettings(variables, settings, place.name),
  ]
  const problems = [
    ...VARIABLES.filter((name) => variables[name] !== quoted[name]).map(
      (name) => `${name} is in quotes. Remove them.`,
    ),
    ...(result.success ? [] : result.error.issues.map(describe)),
    ...requiredSettings(given),
  ]
  if (!result.success || problems.length > 0 || file.problems.length > 0) {
    throw new ConfigError({ variables: problems, file: file.problems }, warnings)
  }
  const config = toConfig(result.data, variables, settings)
  // As seen from outside, with the path below which an app has Bellhop.
  const publicUrl = config.publicUrl && `${config.publicUrl}${basePath}`
  return { ...config, basePath, publicUrl, words, brandFiles, warnings }
}

/** The same, with the settings file of this project. `basePath` is that of the app which has Bellhop. */
export async function loadConfig(
  env: Environment = process.env,
  { address, basePath = '' }: { address?: (file: URL) => string; basePath?: string } = {},
): Promise<Config> {
  const { exported, place } = await loadSettings(env.BELLHOP_CONFIG?.trim(), address)
  return readConfig(env, exported, { ...place, basePath })
}

/** The settings with which the commands find and call a running service, and Clerk. */
export interface CliSettings {
  readonly url: string
  readonly signingSecrets: readonly string[]
  readonly opsToken: string | undefined
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  /** As they were written: only `bellhop clerk` checks them, so that a fault keeps nothing else from working. */
  readonly clerk: {
    readonly secretKey: string | undefined
    readonly apiUrl: string
    readonly templatesDir: string
  }
}

/** Reads the few settings that the commands need. Unlike `readConfig`, it works whatever the others are. */
export function readCliSettings(env: Environment = process.env): CliSettings {
  const variables = withoutEmpty(withoutQuotes(withoutEmpty(env), QUOTED_NAMES))
  const { CLERK_WEBHOOK_SIGNING_SECRET = '', CLERK_WEBHOOK_SECRET = '' } = variables
  return {
    url: localUrl(variables),
    signingSecrets: [CLERK_WEBHOOK_SIGNING_SECRET, CLERK_WEBHOOK_SECRET].flatMap(entriesOf),
    opsToken: variables.OPS_TOKEN,
    dataDir: variables.DATA_DIR ?? './data',
    databaseUrl: variables.DATABASE_URL,
    clerk: {
      secretKey: variables.CLERK_SECRET_KEY,
      apiUrl: variables.CLERK_API_URL ?? CLERK_API_URL,
      templatesDir: variables.CLERK_TEMPLATES_DIR ?? CLERK_TEMPLATES_DIR,
    },
  }
}

const QUOTED_NAMES = ['DATABASE_URL', 'CLERK_SECRET_KEY', 'CLERK_API_URL', 'CLERK_TEMPLATES_DIR']

// Where mail clients fetch pictures. During development only the browser of this machine does.
function baseUrlOf(
  { PUBLIC_URL, NODE_ENV, HOST, PORT }: Variables,
  basePath: string,
): string | null {
  if (PUBLIC_URL) return `${PUBLIC_URL.replace(/\/+$/, '')}${basePath}`
  return NODE_ENV === 'production' ? null : `${localUrl({ HOST, PORT })}${basePath}`
}

/** The address of the service on this machine. A wrong port is a fault of the settings, not of this. */
function localUrl({ HOST: host = '127.0.0.1', PORT = '' }: Partial<Variables>): string {
  const port = parseWholeNumber(PORT, PORTS) ?? 3000
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}

// Names the variable but never its value, which may be a secret.
function describe(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])} ${issue.message}.`
}

function toConfig(v: ParsedVariables, variables: Variables, file: Settings) {
  const brand = brandOfEnvironment(v)
  const sender = { from: v.EMAIL_FROM, replyTo: v.EMAIL_REPLY_TO }
  const lifetimes = v.MESSAGE_LIFETIMES ?? {}
  const limits = {
    codes: v.LIMIT_CODES,
    notices: v.LIMIT_NOTICES,
    newRange: v.LIMIT_SMS_NEW_RANGE,
    knownRange: v.LIMIT_SMS_KNOWN_RANGE,
  }
  return {
    production: v.NODE_ENV === 'production',
    port: v.PORT,
    host: v.HOST,
    publicUrl: v.PUBLIC_URL,
    logLevel: v.LOG_LEVEL,
    databaseUrl: v.DATABASE_URL,
    dataDir: v.DATA_DIR,
    embeddedFsync: v.EMBEDDED_FSYNC === 'on',
    // During a rotation the old secret may be under one name and the new one under the other.
    signingSecrets: [
      ...new Set([...(v.CLERK_WEBHOOK_SIGNING_SECRET ?? []), ...(v.CLERK_WEBHOOK_SECRET ?? [])]),
    ],
    email: emailSettings(v, emailTransportOf(variables), file),
    emailStandBy: standBySettings(v),
    sms: smsSettings(v, smsTransportOf(variables)),
    defaultLocale: v.DEFAULT_LOCALE,
    apiToken: v.BELLHOP_API_TOKEN,
    codeInSubject: v.CODE_IN_SUBJECT === 'on',
    welcomeEmail: v.WELCOME_EMAIL === 'on',
    welcomesPerMinute: v.WELCOME_PACE,
    retryUnknownSms: v.SMS_RETRY_UNKNOWN === 'on',
    lifetimes,
    ownTemplates: file.templates ?? {},
    locales: file.locales,
    settingsOf: settingsByInstance(
      { brand, sender, lifetimes, limits, smsCountries: v.SMS_COUNTRIES },
      file,
    ),
    checkNumbers: v.SMS_CHECK_NUMBERS === 'on',
    dailySegments: v.SMS_DAILY_SEGMENTS,
    segmentPrice: v.SMS_SEGMENT_PRICE,
    instanceNames: instanceNames(file.instances),
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
    cronSecret: v.CRON_SECRET,
    clerk: {
      publishableKey: v.CLERK_PUBLISHABLE_KEY,
      secretKey: v.CLERK_SECRET_KEY,
      jwtKey: v.CLERK_JWT_KEY,
      apiUrl: v.CLERK_API_URL,
      templatesDir: v.CLERK_TEMPLATES_DIR,
      users: v.OPS_CLERK_USERS,
      orgRoles: v.OPS_CLERK_ORG_ROLE,
    },
    retentionDays: v.RETENTION_DAYS,
    captureRetentionDays: v.CAPTURE_RETENTION_DAYS,
    encryptionKeys: v.ENCRYPTION_KEY ?? [],
    tracing: asksForTraces(variables),
    alerts: {
      targets: alertTargets(v.ALERT_WEBHOOK_URL ?? [], v.ALERT_FORMAT),
      secrets: v.ALERT_WEBHOOK_SECRET ?? [],
    },
  }
}

function brandOfEnvironment(v: ParsedVariables): BrandOverrides {
  return {
    appName: v.APP_NAME,
    appOrigin: v.APP_ORIGIN,
    logoUrl: v.BRAND_LOGO_URL,
    primaryColor: v.BRAND_COLOR,
    buttonTextColor: v.BRAND_BUTTON_TEXT_COLOR,
    supportEmail: v.SUPPORT_EMAIL,
    supportUrl: v.SUPPORT_URL,
    accountUrl: v.ACCOUNT_URL,
    smsAppName: v.SMS_APP_NAME,
    smsAppHash: v.SMS_APP_HASH,
  }
}
