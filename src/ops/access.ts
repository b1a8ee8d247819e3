import { createHash, timingSafeEqual } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { OpsEnv } from './visitor.ts'

export interface AccessRules {
  /** Bearer token of the JSON API; password of the pages. */
  readonly token: string | undefined
  readonly production: boolean
  /** Nothing leaves the machine: without a token, whoever sits at it may look. */
  readonly captureOnly: boolean
}

/** Who may read the ledger. Without a token: nobody in production, elsewhere this machine in capture mode. */
export function requireAccess(rules: AccessRules): MiddlewareHandler<OpsEnv> {
  return async function access(c, next) {
    c.set('visitor', { actor: rules.token ? 'token' : 'local', role: 'operator', csrf: '' })
    if (rules.token) {
      if (isAuthorized(c.req.header('authorization'), rules.token)) return next()
      c.header('WWW-Authenticate', 'Bearer, Basic realm="Bellhop", charset="UTF-8"')
      return c.json({ error: 'unauthorized' }, 401)
    }
    if (rules.production) return c.json({ error: 'not_found' }, 404)
    if (rules.captureOnly && isLocal(c)) return next()
    return c.json({ error: 'closed', fix: 'Set OPS_TOKEN and send it as a bearer token.' }, 403)
  }
}

function isAuthorized(header: string | undefined, token: string): boolean {
  const [scheme, credentials = ''] = header?.split(' ') ?? []
  switch (scheme?.toLowerCase()) {
    case 'bearer':
      return isSame(credentials, token)
    case 'basic': {
      // What a browser sends after it has asked for a name (any) and a password (the token).
      const decoded = Buffer.from(credentials, 'base64').toString()
      return isSame(decoded.slice(decoded.indexOf(':') + 1), token)
    }
    default:
      return false
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

// A tunnel or a proxy on this machine connects from it too, hence the other signs: its visitors ask
// for another host name. The same check stops a page elsewhere whose name was rebound to 127.0.0.1.
function isLocal(c: Context): boolean {
  const address = getConnInfo(c).remote.address ?? ''
  const host = new URL(c.req.url).hostname
  return (
    /^(?:::ffff:)?127\.|^::1$/.test(address) &&
    ['localhost', '127.0.0.1', '[::1]'].includes(host) &&
    !c.req.header('x-forwarded-for') &&
    !c.req.header('forwarded')
  )
}
