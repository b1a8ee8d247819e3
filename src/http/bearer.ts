import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'

/** Lets only those in who bring the token; `refuse` answers the others. */
export function requireBearer(
  token: string,
  refuse: (c: Context) => Promise<Response>,
): MiddlewareHandler {
  return async (c, next) => {
    const [scheme, given = ''] = c.req.header('authorization')?.split(' ') ?? []
    if (scheme?.toLowerCase() === 'bearer' && isSame(given, token)) return next()
    return refuse(c)
  }
}

export function unauthorized(c: Context): Response {
  c.header('WWW-Authenticate', 'Bearer')
  return c.json({ error: 'unauthorized' }, 401)
}

function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
