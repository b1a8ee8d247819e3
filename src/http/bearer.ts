import type { Context, MiddlewareHandler } from 'hono'
import { timingSafeEqual } from 'hono/utils/buffer'
import { bearerTokenOf } from '../domain/bearer-token.ts'

/** Lets only requests with this bearer token through; `answer` is for the others. */
export function requireBearer(
  token: string,
  answer: (c: Context) => Promise<Response>,
): MiddlewareHandler {
  return async (c, next) => {
    const given = bearerTokenOf(c.req.header('authorization'))
    if (given !== null && (await timingSafeEqual(given, token))) return next()
    return answer(c)
  }
}

export function unauthorized(c: Context): Response {
  c.header('WWW-Authenticate', 'Bearer')
  return c.json({ error: 'unauthorized' }, 401)
}
