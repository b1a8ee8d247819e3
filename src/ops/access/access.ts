import { randomUUID } from 'node:crypto'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { CountWrongToken } from '../../domain/wrong-token.ts'
import { address, pathOf } from '../ui/base.tsx'
import { errorAnswer, isApi } from '../ui/error-page.tsx'
import { createClerkSessions } from './clerk-sessions.ts'
import type { ClientAddress } from './client-address.ts'
import { type Identity, identifier } from './identify.ts'
import { createIsOwnChange } from './origin.ts'
import { roleByToken } from './role-by-token.ts'
import type { AccessRules } from './rules.ts'
import { createSessions, type Session } from './session.ts'
import { signInRoutes } from './sign-in.tsx'
import type { SignInRecord } from './sign-in-record.ts'
import type { OpsEnv } from './visitor.ts'

export interface AccessOptions {
  readonly now: () => Date
  readonly record: (record: SignInRecord) => void
  readonly newSessionId?: () => string
  readonly addressOf: ClientAddress
  readonly newTokenCounter: () => CountWrongToken
  /** The sessions that were ended by a sign-out, on any instance. */
  readonly ended: {
    readonly has: (sessionId: string) => Promise<boolean>
    readonly add: (session: Session) => Promise<void>
  }
}

export interface Access {
  /** Lets in the people that the rules know, as `visitor`, and checks that a change comes from them. */
  readonly guard: MiddlewareHandler<OpsEnv>
  /** `/login` and `/logout`. */
  readonly routes: Hono
}

/** Without access settings: no access in production; in development only from this machine, in capture mode. */
export function createAccess(rules: AccessRules, options: AccessOptions): Access {
  const { now, record, addressOf, newTokenCounter, ended, newSessionId = randomUUID } = options
  const sessions = createSessions(rules.secrets, now)
  const clerk = rules.clerk
    ? createClerkSessions(rules.clerk, {
        now,
        onTrouble: (reason) => record({ outcome: 'clerk_trouble', reason }),
      })
    : null
  const roleOf = roleByToken(rules.tokens)
  const open = Boolean(rules.tokens.operator || rules.tokens.viewer || clerk)
  const isOwnChange = createIsOwnChange(rules.publicUrl)
  const common = { rules, sessions, clerk, roleOf, open, addressOf, newTokenCounter }
  const identify = identifier({ ...common, now, isEnded: ended.has })

  const guard: MiddlewareHandler<OpsEnv> = async (c, next) => {
    if (!open && rules.production) return c.notFound()
    c.header('Cache-Control', 'no-store')
    const identity = await identify(c)
    if (identity.kind !== 'visitor') return answerOthers(c, identity, open)
    c.set('visitor', identity.visitor)
    if (['GET', 'HEAD'].includes(c.req.method) || identity.proven) return next()
    return isOwnChange(c) ? next() : errorAnswer(c, CROSS_SITE)
  }

  return {
    guard,
    routes: signInRoutes({ ...common, record, isOwnChange, newSessionId, end: ended.add }),
  }
}

/** The answer to a request that is not let in. */
function answerOthers(c: Context, identity: Exclude<Identity, { kind: 'visitor' }>, open: boolean) {
  switch (identity.kind) {
    case 'redirect':
      return c.redirect(identity.location, 307)
    case 'too_many_tries':
      c.header('Retry-After', String(identity.wait))
      return errorAnswer(c, {
        status: 429,
        error: 'too_many_tries',
        title: 'Too many attempts',
        fix: `Wait ${identity.wait} seconds.`,
      })
    case 'not_listed':
      return errorAnswer(c, {
        status: 403,
        error: 'not_listed',
        title: 'This account has no access',
        fix: `You are signed in with Clerk as ${identity.userId}, which has no access here. An administrator of Bellhop can add it to OPS_CLERK_USERS.`,
      })
    case 'signed_out': {
      if (!open) return errorAnswer(c, CLOSED)
      if (isApi(c)) {
        c.header('WWW-Authenticate', 'Bearer')
        return c.json({ error: 'unauthorized' }, 401)
      }
      if (!['GET', 'HEAD'].includes(c.req.method)) return errorAnswer(c, SIGNED_OUT)
      const next = `${pathOf(c)}${new URL(c.req.url).search}`
      return c.redirect(address(c, `/login?${new URLSearchParams({ next })}`), 302)
    }
  }
}

const CLOSED = {
  status: 403,
  error: 'closed',
  title: 'Access is closed',
  fix: 'Set OPS_TOKEN, and sign in with it or send it as a bearer token. Without it, only a service in capture mode shows its pages, and only to its own machine.',
} as const
const SIGNED_OUT = {
  status: 401,
  error: 'unauthorized',
  title: 'Your session has ended',
  fix: 'Nothing was changed. Sign in and try again.',
  link: { to: '/login', text: 'Sign in' },
} as const
const CROSS_SITE = {
  status: 403,
  error: 'cross_site',
  title: 'This request did not come from this page',
  fix: 'Nothing was changed. Use the form on the page itself. Behind a proxy, PUBLIC_URL must be the address in the browser.',
} as const
