import manifest from '../../package.json' with { type: 'json' }
import { parseSigningSecrets } from '../clerk/signing-secrets.ts'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { alertsCheck } from '../doctor/alerts.ts'
import { askOnce } from '../doctor/ask.ts'
import { type Check, leftOut } from '../doctor/check.ts'
import { blockedCountries, clerkApiCheck, type SignedAnswer, secretCheck } from '../doctor/clerk.ts'
import { eventsCheck } from '../doctor/clerk-events.ts'
import { templatesCheck } from '../doctor/clerk-templates.ts'
import { clockCheck } from '../doctor/clock.ts'
import { embeddedCheck, postgresCheck } from '../doctor/database.ts'
import { type Dns, dnsCheck } from '../doctor/dns.ts'
import { endpointCheck } from '../doctor/endpoint.ts'
import { diskCheck, nodeCheck } from '../doctor/machine.ts'
import {
  RESEND_CHECKS,
  RESEND_STANDBY_CHECKS,
  resendChecks,
  resendStandByChecks,
} from '../doctor/resend.ts'
import { settingsCheck } from '../doctor/settings.ts'
import { SMTP_CHECKS, smtpChecks } from '../doctor/smtp.ts'
import { TWILIO_CHECKS, twilioChecks } from '../doctor/twilio.ts'
import { StartError } from '../domain/start-error.ts'
import { readServerFacts } from '../store/engine/server-facts.ts'
import { STORED_REPORTS } from '../transports/resend-receipts.ts'
import { probeSmtp } from '../transports/smtp-probe.ts'
import { type Askers, askersOf } from './askers.ts'
import { createReadDeliveries } from './clerk-deliveries.ts'
import { missingPackages } from './missing-packages.ts'
import { senderAddresses, senderDomains } from './sender-domains.ts'

export interface DoctorDeps {
  readonly fetch: typeof fetch
  readonly now: () => Date
  readonly dns: Dns
  /** How long a step of a dialogue with a mail server may take, in milliseconds. */
  readonly connectMs: number
  /** Posts an event that asks for nothing to the service, signed with the configured secret. */
  readonly postSigned: (signal: AbortSignal) => Promise<SignedAnswer>
  readonly nodeVersion: string
}

const OTHER_CHECKS = [
  'database',
  'disk',
  'clock',
  'clerk.secret',
  'clerk.events',
  'clerk.api',
  'clerk.templates',
  'endpoint',
  ...RESEND_CHECKS,
  ...SMTP_CHECKS,
  ...RESEND_STANDBY_CHECKS,
  'dns',
  ...TWILIO_CHECKS,
  'alerts',
]

const DATABASE_MS = 4_000

/** All checks, in the order of a message's way through Bellhop. */
export async function doctorChecks(
  load: () => Promise<Config>,
  deps: DoctorDeps,
): Promise<readonly Check[]> {
  const node = nodeCheck(deps.nodeVersion, manifest.engines.node)
  try {
    const config = await load()
    return [
      node,
      settingsCheck(missingPackages(config), config.warnings),
      ...checksOf(config, deps),
    ]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const settings = settingsCheck(error.problems, [])
    return [node, settings, ...leftOut(OTHER_CHECKS, 'The settings must be corrected first.')]
  }
}

function checksOf(config: Config, deps: DoctorDeps): Check[] {
  const { fetch: fetcher, now } = deps
  const { databaseUrl, dataDir, embeddedFsync, publicUrl } = config
  const askers = askersOf(config, fetcher)
  // Two checks read the same answer.
  let answer: Promise<SignedAnswer> | null = null
  const postSigned = (signal: AbortSignal) => (answer ??= deps.postSigned(signal))
  return [
    databaseUrl
      ? postgresCheck(() => serverFacts(databaseUrl), now)
      : embeddedCheck(dataDir, embeddedFsync),
    ...(databaseUrl ? leftOut(['disk'], 'The database is on another disk.') : [diskCheck(dataDir)]),
    clockCheck(clockSource(askers), now),
    secretCheck(postSigned),
    eventsCheck(postSigned, now),
    ...clerkChecks(config, askers, deps),
    endpointCheck(publicUrl, fetcher),
    ...emailChecks(config, askers, deps),
    ...smsChecks(config, askers),
    alertsCheck(config.alerts.targets, publicUrl),
  ]
}

function clerkChecks(
  config: Config,
  { clerk: asker }: Askers,
  { fetch: fetcher, now }: DoctorDeps,
): Check[] {
  const { secretKey } = config.clerk
  if (!asker || !secretKey) {
    return leftOut(['clerk.api', 'clerk.templates'], 'CLERK_SECRET_KEY is not set.')
  }
  const access = { url: asker.baseUrl, secretKey, fetch: fetcher, now }
  return [
    clerkApiCheck({ asker, secretKey, instances: instancesOf(config) }),
    templatesCheck(createReadDeliveries(config, access)),
  ]
}

function emailChecks(config: Config, { resend, resendStandBy }: Askers, deps: DoctorDeps): Check[] {
  const { publicUrl, resendWebhookSecrets } = config
  const domains = senderDomains(config)
  const senders = senderAddresses(config)
  const mailServer = mailServerOf(config)
  const get = resend && askOnce(resend)
  const setUp = {
    domains,
    publicUrl,
    hasWebhookSecret: resendWebhookSecrets.length > 0,
    reports: STORED_REPORTS,
  }
  return [
    ...(get
      ? resendChecks({ ...setUp, get })
      : leftOut(RESEND_CHECKS, 'Emails do not go over Resend.')),
    ...(mailServer
      ? smtpChecks((signal) => probeSmtp(mailServer, senders, { signal, limitMs: deps.connectMs }))
      : leftOut(SMTP_CHECKS, 'Emails do not go over SMTP.')),
    ...(resendStandBy
      ? resendStandByChecks({ ...setUp, get: askOnce(resendStandBy) })
      : leftOut(RESEND_STANDBY_CHECKS, 'No second account of Resend stands by.')),
    ...(get || mailServer
      ? [dnsCheck({ get, domains, dns: deps.dns })]
      : leftOut(['dns'], 'Emails are captured.')),
  ]
}

function mailServerOf({ email, emailStandBy }: Config) {
  if (email.transport === 'smtp') return email
  return emailStandBy?.transport === 'smtp' ? emailStandBy : null
}

function smsChecks({ sms }: Config, { twilio: askers, clerk }: Askers): Check[] {
  if (sms.transport !== 'twilio' || !askers) return leftOut(TWILIO_CHECKS, 'SMS are captured.')
  const { accountSid, messagingServiceSid, from } = sms
  return twilioChecks({
    accountSid,
    messagingServiceSid,
    from,
    askers,
    blockedByClerk: (signal) => blockedCountries(clerk, signal),
  })
}

/** A server whose clock is right: that of the first provider that is used. */
function clockSource({ resend, twilio, clerk }: Askers) {
  if (resend) return { name: 'Resend', asker: resend }
  if (twilio) return { name: 'Twilio', asker: twilio.api }
  return clerk && { name: 'Clerk', asker: clerk }
}

async function serverFacts(url: string) {
  try {
    return await readServerFacts(url, DATABASE_MS)
  } catch (error) {
    if (error instanceof StartError) return { fault: error.message }
    throw error
  }
}

function instancesOf({ instanceNames, signingSecrets }: Config): string[] {
  const bound = parseSigningSecrets(signingSecrets).flatMap(({ instances }) => instances)
  return [...new Set([...instanceNames.ids, ...bound])]
}
