import type { Context, MiddlewareHandler } from 'hono'
import type { CountWrongToken } from '../domain/wrong-token.ts'
import { unauthorized } from './bearer.ts'

export interface Callers {
  /** The address that a request came from. */
  readonly addressOf: (c: Context) => string
  /** Makes a counter of wrong tokens; each route has its own. */
  readonly newTokenCounter: () => CountWrongToken
  /** Sees every request where no proxy is trusted. */
  readonly watch: MiddlewareHandler | null
}

/** Answers requests with a wrong token: 401, or 429 after too many from the same address. */
export function createWrongTokenAnswer(callers: Callers): (c: Context) => Promise<Response> {
  const count = callers.newTokenCounter()
  return async (c) => {
    const wait = await count(callers.addressOf(c), 'bearer')
    return wait > 0 ? tooMany(c, wait) : unauthorized(c)
  }
}

export function tooMany(c: Context, wait: number): Response {
  c.header('Retry-After', String(wait))
  return c.json({ error: 'too_many_requests' }, 429)
}
