import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** Refuses bodies of more than `maxSize` bytes. */
export function limitBody(maxSize: number): MiddlewareHandler {
  const countBody = bodyLimit({ maxSize, onError: refuse })
  return (c, next) => {
    // Hono's own looks at the body before it looks at the length, and with that makes a web stream of
    // it: more work than all else that is done to read it.
    const length = c.req.header('content-length')
    const chunked = c.req.header('transfer-encoding') !== undefined
    if (length === undefined || chunked) return countBody(c, next)
    return Number(length) > maxSize ? Promise.resolve(refuse(c)) : next()
  }
}

// The rest of the body is not read, so the connection cannot be used again.
function refuse(c: Context): Response {
  return c.json({ error: 'body_too_large' }, 413, { Connection: 'close' })
}
