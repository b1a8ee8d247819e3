import { Resolver } from 'node:dns/promises'
import { CLERK_API_URL } from '../clerk/backend-api.ts'
import { parseSigningSecrets } from '../clerk/signing-secrets.ts'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { type Asker, ask } from '../doctor/ask.ts'
import { type Check, leftOut } from '../doctor/check.ts'
import { blockedCountries, clerkApiCheck, type SignedAnswer, secretCheck } from '../doctor/clerk.ts'
import { clockCheck } from '../doctor/clock.ts'
import { embeddedCheck, postgresCheck } from '../doctor/database.ts'
import { type Dns, dnsCheck } from '../doctor/dns.ts'
import { endpointCheck } from '../doctor/endpoint.ts'
import { diskCheck, nodeCheck } from '../doctor/machine.ts'
import { RESEND_CHECKS, resendChecks } from '../doctor/resend.ts'
import { settingsCheck } from '../doctor/settings.ts'
import { TWILIO_CHECKS, twilioChecks } from '../doctor/twilio.ts'
import { EMAIL_KINDS } from '../domain/slugs.ts'
import { StartError } from '../domain/start-error.ts'
import { readServerFacts } from '../store/engine/server-facts.ts'

export interface DoctorDeps {
  readonly fetch: typeof fetch
  readonly now: () => Date
  readonly dns: Dns
  /** Posts an event that asks for nothing to the service, signed with the configured secret. */
  readonly postSigned: (signal: AbortSignal) => Promise<SignedAnswer>
  readonly nodeVersion: string
}

const OTHER_CHECKS = [
  'database',
  'disk',
  'clock',
  'clerk.secret',
  'clerk.api',
  'endpoint',
  ...RESEND_CHECKS,
  'dns',
  ...TWILIO_CHECKS,
]

const DATABASE_MS = 4_000

/** All checks, in the order of a message's way through Bellhop. */
export async function doctorChecks(
  load: () => Promise<Config>,
  deps: DoctorDeps,
): Promise<readonly Check[]> {
  const node = nodeCheck(deps.nodeVersion)
  try {
    const config = await load()
    return [node, settingsCheck([], config.warnings), ...checksOf(config, deps)]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const settings = settingsCheck(error.problems, [])
    return [node, settings, ...leftOut(OTHER_CHECKS, 'The settings must be corrected first.')]
  }
}

function checksOf(config: Config, deps: DoctorDeps): Check[] {
  const { fetch: fetcher, now } = deps
  const { databaseUrl, dataDir, embeddedFsync, publicUrl } = config
  const resend = resendAsker(config, fetcher)
  const clerk = clerkAsker(config, fetcher)
  const source = clockSource(config, fetcher)
  return [
    databaseUrl
      ? postgresCheck(() => serverFacts(databaseUrl), now)
      : embeddedCheck(dataDir, embeddedFsync),
    ...(databaseUrl ? leftOut(['disk'], 'The database is on another disk.') : [diskCheck(dataDir)]),
    clockCheck(source, now),
    secretCheck(deps.postSigned),
    ...(clerk
      ? [
          clerkApiCheck({
            asker: clerk,
            secretKey: clerk.secretKey,
            instances: instancesOf(config),
          }),
        ]
      : leftOut(['clerk.api'], 'CLERK_SECRET_KEY is not set.')),
    endpointCheck(publicUrl, fetcher),
    ...(resend
      ? [
          ...resendChecks({
            asker: resend,
            domains: senderDomains(config),
            publicUrl,
            hasWebhookSecret: config.resendWebhookSecrets.length > 0,
          }),
          dnsCheck({ asker: resend, domains: senderDomains(config), dns: deps.dns }),
        ]
      : leftOut([...RESEND_CHECKS, 'dns'], 'Emails are captured.')),
    ...twilio(config, fetcher, clerk),
  ]
}

async function serverFacts(url: string) {
  try {
    return await readServerFacts(url, DATABASE_MS)
  } catch (error) {
    if (error instanceof StartError) return { fault: error.message }
    throw error
  }
}

const RESEND_API = 'https://api.resend.com'
const USER_AGENT = { 'user-agent': 'bellhop-doctor' }

function resendAsker({ email }: Config, fetcher: typeof fetch): Asker | null {
  if (email.transport !== 'resend') return null
  const headers = { ...USER_AGENT, authorization: `Bearer ${email.apiKey}` }
  return { fetch: fetcher, baseUrl: email.baseUrl ?? RESEND_API, headers }
}

function clerkAsker(
  { clerk: { secretKey, apiUrl } }: Config,
  fetcher: typeof fetch,
): (Asker & { readonly secretKey: string }) | null {
  if (!secretKey) return null
  const headers = { ...USER_AGENT, authorization: `Bearer ${secretKey}` }
  return { fetch: fetcher, baseUrl: apiUrl ?? CLERK_API_URL, headers, secretKey }
}

function twilio(config: Config, fetcher: typeof fetch, clerk: Asker | null): Check[] {
  const { sms } = config
  if (sms.transport !== 'twilio') return leftOut(TWILIO_CHECKS, 'SMS are captured.')
  const { accountSid, authToken, apiKey, apiSecret, baseUrl, messagingServiceSid, from } = sms
  const user = apiKey && apiSecret ? `${apiKey}:${apiSecret}` : `${accountSid}:${authToken}`
  const authorization = `Basic ${Buffer.from(user).toString('base64')}`
  const at = (host: string): Asker => ({
    fetch: fetcher,
    baseUrl: baseUrl ?? `https://${host}.twilio.com`,
    headers: { ...USER_AGENT, authorization },
  })
  return twilioChecks({
    accountSid,
    messagingServiceSid,
    from,
    api: at('api'),
    messaging: at('messaging'),
    accounts: at('accounts'),
    blockedByClerk: (signal) => blockedCountries(clerk, signal),
  })
}

/** Any server whose clock is right: the first provider that is used. */
function clockSource({ email, sms, clerk }: Config, fetcher: typeof fetch) {
  const [name, baseUrl] =
    email.transport === 'resend'
      ? ['Resend', email.baseUrl ?? RESEND_API]
      : sms.transport === 'twilio'
        ? ['Twilio', sms.baseUrl ?? 'https://api.twilio.com']
        : clerk.secretKey
          ? ['Clerk', clerk.apiUrl ?? CLERK_API_URL]
          : []
  if (!name || !baseUrl) return null
  const asker = { fetch: fetcher, baseUrl, headers: USER_AGENT }
  return { name, ask: (signal: AbortSignal) => ask(asker, '/', signal) }
}

/** The domains of every sender that settings can lead to. */
export function senderDomains({ email, settingsOf, instanceNames }: Config): string[] {
  const slugs = [null, ...Object.keys(EMAIL_KINDS)]
  const senders = [null, ...instanceNames.ids].flatMap((instance) =>
    slugs.map((slug) => settingsOf(instance).senderOf(slug).from),
  )
  const domains = [email.from, ...senders].flatMap((from) => domainOf(from) ?? [])
  return [...new Set(domains)]
}

function domainOf(from: string | undefined): string | undefined {
  return /@([^@>\s]+)>?$/.exec(from ?? '')?.[1]?.toLowerCase()
}

function instancesOf({ instanceNames, signingSecrets }: Config): string[] {
  const bound = parseSigningSecrets(signingSecrets).flatMap(({ instances }) => instances)
  return [...new Set([...instanceNames.ids, ...bound])]
}

// What DNS answers for a name that has no such entry.
const NO_ENTRY = new Set(['ENODATA', 'ENOTFOUND'])

/** DNS as this machine asks it. */
export function systemDns(): Dns {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  return {
    txt: (name) =>
      entries(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    mx: (name) =>
      entries(async () => (await resolver.resolveMx(name)).map(({ exchange }) => exchange)),
    cname: (name) => entries(() => resolver.resolveCname(name)),
  }
}

async function entries(look: () => Promise<string[]>): Promise<string[]> {
  try {
    return await look()
  } catch (error) {
    if (NO_ENTRY.has(String((error as NodeJS.ErrnoException).code))) return []
    throw error
  }
}
