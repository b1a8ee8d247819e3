import type { Context, MiddlewareHandler } from 'hono'

/** A webhook to a path that accepts none. */
export interface StrayWebhook {
  readonly method: string
  /** Only its plain words: anything else may be a token. */
  readonly path: string
  readonly status: number
}

/** Records webhooks to a wrong URL. Nothing else would show them. */
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
