import type { Context, MiddlewareHandler } from 'hono'
import { createTries } from '../domain/failed-sign-ins.ts'
import { maskAddress } from '../domain/mask-address.ts'
import { unauthorized } from './bearer.ts'

/** Who asks, and where it is put on record when they bring a wrong token. */
export interface Callers {
  readonly addressOf: (c: Context) => string
  /** Told of tokens that were refused; the address is masked. */
  readonly record: (refused: {
    readonly outcome: 'wrong_token' | 'too_many_tries'
    readonly by: 'bearer'
    readonly address: string
  }) => void
  readonly now: () => Date
  /** Sees every request where no proxy is trusted. */
  readonly watch: MiddlewareHandler | null
}

/** Refuses wrong tokens for one door: each is on record, and too many of one address are told to wait. */
export function refusesWrongTokens({ addressOf, record, now }: Callers): (c: Context) => Response {
  const tries = createTries({ now })
  return (c) => {
    const address = addressOf(c)
    const wait = tries.wait(address)
    const outcome = wait > 0 ? 'too_many_tries' : 'wrong_token'
    record({ outcome, by: 'bearer', address: maskAddress(address) })
    if (wait > 0) return tooMany(c, wait)
    tries.failed(address)
    return unauthorized(c)
  }
}

export function tooMany(c: Context, wait: number): Response {
  c.header('Retry-After', String(wait))
  return c.json({ error: 'too_many_requests' }, 429)
}
