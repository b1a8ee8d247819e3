import { BlockList, isIP } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import { parseSigningSecrets } from '../clerk/signing-secrets.ts'
import type { Config } from '../config/config.ts'
import { maskAddress } from '../domain/mask-address.ts'
import type { CountWrongToken, WrongToken } from '../domain/wrong-token.ts'
import { type Logger, logSignIn } from '../observe/log.ts'
import type { Metrics } from '../observe/metrics.ts'
import { type Access, createAccess } from '../ops/access/access.ts'
import type { ClerkSettings } from '../ops/access/clerk-sessions.ts'
import {
  type ClientAddress,
  createClientAddress,
  type TrustedProxies,
} from '../ops/access/client-address.ts'
import type { AccessRules } from '../ops/access/rules.ts'
import type { SignInRecord } from '../ops/access/sign-in-record.ts'
import { createAttemptLimit } from '../runtime/attempt-limit.ts'
import { endSession, isEnded } from '../store/ended-sessions.ts'
import type { Db } from '../store/engine/database.ts'
import { capturedChannels } from './captured.ts'

/** The address of the client, with the help of the configured proxies. */
export function clientAddress({ trustedProxies }: Config): ClientAddress {
  return createClientAddress(proxiesOf(trustedProxies))
}

/** Warns once if a request has the header of a proxy and no proxy is trusted. */
export function forwardedWatch(
  { trustedProxies }: Config,
  warn: (message: string) => void,
): MiddlewareHandler | null {
  if (trustedProxies !== 0) return null
  let warned = false
  return (c, next) => {
    if (!warned && c.req.header('x-forwarded-for') !== undefined) {
      warned = true
      warn(
        'x-forwarded-for is ignored, because no proxy is trusted: attempts to sign in are counted by the address of the connection. Behind a proxy, set TRUSTED_PROXIES.',
      )
    }
    return next()
  }
}

function proxiesOf(setting: Config['trustedProxies']): TrustedProxies {
  if (typeof setting === 'number') return { kind: 'count', count: setting }
  const networks = new BlockList()
  for (const entry of setting) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    networks.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return { kind: 'networks', networks }
}

/** Logs and counts every attempt to sign in. */
export function signInRecorder(log: Logger, metrics: Pick<Metrics, 'countSignIn'>) {
  return (record: SignInRecord): void => {
    metrics.countSignIn(record.outcome)
    logSignIn(log, record)
  }
}

/** Limits wrong tokens, and records each of them. */
export function createTokenCounter(record: (wrong: WrongToken) => void): CountWrongToken {
  const limit = createAttemptLimit()
  return async (address, by) => {
    const wait = await limit(address)
    const outcome = wait > 0 ? 'too_many_tries' : 'wrong_token'
    record({ outcome, by, address: maskAddress(address) })
    return wait
  }
}

/** The access rules of the pages, from the configuration. */
export function openAccess(
  config: Config,
  signingSecrets: readonly string[],
  deps: {
    readonly db: Db
    readonly now: () => Date
    readonly addressOf: ClientAddress
    readonly newTokenCounter: () => CountWrongToken
    readonly record: (record: SignInRecord) => void
  },
): Access {
  const { db, ...rest } = deps
  return createAccess(accessRules(config, signingSecrets), {
    ...rest,
    ended: {
      has: (sessionId) => isEnded(db, sessionId),
      add: (session) => endSession(db, session, deps.now()),
    },
  })
}

function accessRules(config: Config, signingSecrets: readonly string[]): AccessRules {
  const { opsToken, opsViewerToken, clerk } = config
  const captured = capturedChannels(config)
  const bare = parseSigningSecrets(signingSecrets).map(({ secret }) => secret)
  // The signing secrets belong to them, so that somebody with the viewer's token cannot make a session
  // of an operator. All are the same in every instance. Clerk's JWT key would not help: it is public.
  const secrets = [opsToken, opsViewerToken, clerk.secretKey, ...bare]
  return {
    tokens: { operator: opsToken, viewer: opsViewerToken },
    clerk: clerkSettings(config),
    production: config.production,
    captureOnly: captured.email && captured.sms,
    publicUrl: config.publicUrl,
    secrets: secrets.filter((secret) => secret !== undefined),
  }
}

function clerkSettings({ clerk, publicUrl }: Config): ClerkSettings | null {
  const { publishableKey, secretKey, jwtKey, apiUrl, users, orgRoles } = clerk
  if (!publishableKey || !publicUrl || users.length + orgRoles.length === 0) return null
  const list = {
    users: new Map(users.map((entry) => split(entry, 1))),
    orgRoles: new Map(orgRoles.map((entry) => split(entry, 2))),
  }
  return { publishableKey, secretKey, jwtKey, apiUrl, publicUrl, list }
}

/** Splits `user_2abc:operator` or `org:admin`: a name of so many `parts`, then the role, `viewer` if missing. */
function split(entry: string, parts: number): [name: string, role: 'viewer' | 'operator'] {
  const all = entry.split(':')
  return [all.slice(0, parts).join(':'), all[parts] === 'operator' ? 'operator' : 'viewer']
}
