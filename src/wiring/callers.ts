import { BlockList, isIP } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import type { Config } from '../config/config.ts'
import { maskAddress } from '../domain/mask-address.ts'
import type { CountWrongToken, WrongToken } from '../domain/wrong-token.ts'
import { type Logger, logSignIn } from '../observe/log.ts'
import type { Metrics } from '../observe/metrics.ts'
import {
  type ClientAddress,
  createClientAddress,
  type TrustedProxies,
} from '../ops/access/client-address.ts'
import type { SignInRecord } from '../ops/access/sign-in-record.ts'
import { createAttemptLimit } from '../runtime/attempt-limit.ts'

/** Who calls, and how often with a wrong token. */
export interface Callers {
  readonly addressOf: ClientAddress
  readonly newTokenCounter: () => CountWrongToken
  readonly record: (record: SignInRecord) => void
}

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
        'x-forwarded-for is ignored, because no proxy is trusted: attempts to sign in are not counted by the address of the client. Behind a proxy, set TRUSTED_PROXIES.',
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
