import type { Context, MiddlewareHandler } from 'hono'

/** A webhook that came to a path where none is taken. */
export interface StrayWebhook {
  readonly method: string
  /** Only plain words of it: the rest may be a token. */
  readonly path: string
  readonly status: number
}

/** Tells of webhooks that were posted to a wrong URL, which nobody else would see. */
export function strayWebhooks(record: (stray: StrayWebhook) => void): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const { status } = c.res
    if (status < 400 || !isWebhook(c)) return
    record({ method: c.req.method, path: maskedPath(new URL(c.req.url).pathname), status })
  }
}

const SIGNED_BY = ['svix-id', 'webhook-id', 'x-twilio-signature']

function isWebhook(c: Context): boolean {
  return /web-?hook/i.test(c.req.path) || SIGNED_BY.some((name) => c.req.header(name))
}

const MOST_SEGMENTS = 6

function maskedPath(path: string): string {
  const segments = path.split('/')
  const shown = segments
    .slice(0, MOST_SEGMENTS + 1)
    .map((segment) => (/^[a-z_-]{0,24}$/i.test(segment) ? segment : '*'))
  return [...shown, ...(segments.length > shown.length ? ['*'] : [])].join('/')
}
