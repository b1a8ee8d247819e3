import { randomUUID } from 'node:crypto'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ClerkVerdict } from './clerk-claims.ts'
import { type ClerkSessions, type ClerkSettings, createClerkSessions } from './clerk-sessions.ts'
import { addressOf, isCrossSite, isLocal, isProgram } from './origin.ts'
import { isApi, refuse } from './refusal.tsx'
import { createSessions, isSame, type Sessions } from './session.ts'
import { readSession } from './session-cookie.ts'
import { type SignInRecord, signInRoutes } from './sign-in.tsx'
import { createTries } from './tries.ts'
import type { OpsEnv, Visitor } from './visitor.ts'

export interface AccessRules {
  readonly tokens: { readonly operator: string | undefined; readonly viewer: string | undefined }
  readonly clerk: ClerkSettings | null
  readonly production: boolean
  /** Nothing leaves the machine: without a token, whoever sits at it may look. */
  readonly captureOnly: boolean
  readonly publicUrl: string | undefined
  /** What sessions and forms are signed with. */
  readonly secrets: readonly string[]
}

export interface AccessOptions {
  readonly now: () => Date
  readonly record: (record: SignInRecord) => void
  readonly newSessionId?: () => string
}

export interface Access {
  /** Lets in whom the rules know, as `visitor`, and makes sure that it is they who change things. */
  readonly guard: MiddlewareHandler<OpsEnv>
  /** `/login` and `/logout`. */
  readonly routes: Hono
}

const MOST_BYTES = 256 * 1024

/** Who may read the ledger. With nothing configured: nobody in production, elsewhere this machine in capture mode. */
export function createAccess(rules: AccessRules, options: AccessOptions): Access {
  const { now, record, newSessionId = randomUUID } = options
  const sessions = createSessions(rules.secrets, now)
  const clerk = rules.clerk
    ? createClerkSessions(rules.clerk, {
        now,
        onTrouble: (reason) => record({ outcome: 'clerk_trouble', reason }),
      })
    : null
  const roleOf = roleByToken(rules.tokens)
  const open = Boolean(rules.tokens.operator || rules.tokens.viewer || clerk)
  const identify = identifier({ rules, sessions, clerk, roleOf, now, open })
  const limit = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (c) => c.json({ error: 'body_too_large' }, 413, { Connection: 'close' }),
  })

  const guard: MiddlewareHandler<OpsEnv> = async (c, next) => {
    if (!open && rules.production) return c.notFound()
    // Sign-ins and messages are nobody else's to keep, to frame or to embed.
    c.header('Cache-Control', 'no-store')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('X-Frame-Options', 'DENY')
    const who = await identify(c)
    if (who.kind !== 'visitor') return turnAway(c, who, open)
    c.set('visitor', who.visitor)
    if (['GET', 'HEAD'].includes(c.req.method) || who.proven) return next()
    if (isCrossSite(c, rules.publicUrl)) return refuse(c, CROSS_SITE)
    return (
      (await limit(c, async () => {
        if (await hasCsrf(c, who.visitor)) await next()
        else c.res = await refuse(c, STALE_FORM)
      })) ?? c.res
    )
  }

  return {
    guard,
    routes: signInRoutes({ rules, sessions, clerk, roleOf, now, record, newSessionId, open }),
  }
}

type Identity =
  /** `proven`: by something that a browser does not send by itself, so nobody else can have made it ask. */
  | { readonly kind: 'visitor'; readonly visitor: Visitor; readonly proven: boolean }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'too_many_tries'; readonly wait: number }
  | Exclude<ClerkVerdict, { kind: 'listed' }>

export type RoleByToken = (given: string) => Visitor['role'] | null

function roleByToken({ operator, viewer }: AccessRules['tokens']): RoleByToken {
  return (given) => {
    // Both are compared, whichever it is.
    const isOperator = operator !== undefined && isSame(given, operator)
    const isViewer = viewer !== undefined && isSame(given, viewer)
    if (isOperator) return 'operator'
    return isViewer ? 'viewer' : null
  }
}

interface IdentifierDeps {
  readonly rules: AccessRules
  readonly sessions: Sessions
  readonly clerk: ClerkSessions | null
  readonly roleOf: RoleByToken
  readonly now: () => Date
  readonly open: boolean
}

function identifier({ rules, sessions, clerk, roleOf, now, open }: IdentifierDeps) {
  // Apart from those of the sign-in form: a script with an old token must not lock people out.
  const tries = createTries({ now })

  async function byBearer(c: Context, token: string): Promise<Identity> {
    if (clerk && token.split('.').length === 3) {
      return known(await clerk.fromBearer(token), true)
    }
    const address = addressOf(c)
    const wait = tries.wait(address)
    if (wait > 0) return { kind: 'too_many_tries', wait }
    const role = roleOf(token)
    if (role) return { kind: 'visitor', visitor: holder(role, ''), proven: true }
    tries.failed(address)
    return { kind: 'signed_out' }
  }

  function known(verdict: ClerkVerdict, proven: boolean): Identity {
    if (verdict.kind !== 'listed') return verdict
    const { userId, sessionId, role } = verdict
    const csrf = sessions.csrf(sessionId)
    return { kind: 'visitor', visitor: { actor: `clerk:${userId}`, role, csrf }, proven }
  }

  return async (c: Context): Promise<Identity> => {
    if (!open) {
      if (!rules.captureOnly || !isLocal(c)) return { kind: 'signed_out' }
      const visitor: Visitor = { actor: 'local', role: 'operator', csrf: sessions.csrf('local') }
      // Tests on this machine clear the outbox without having read a page first.
      return { kind: 'visitor', visitor, proven: isApi(c) && isProgram(c) }
    }
    const [scheme, token] = c.req.header('authorization')?.split(' ') ?? []
    if (scheme?.toLowerCase() === 'bearer' && token) return byBearer(c, token)
    const session = readSession(c, sessions, rules.publicUrl)
    if (session) {
      const visitor = holder(session.role, sessions.csrf(session.id))
      return { kind: 'visitor', visitor, proven: false }
    }
    if (!clerk) return { kind: 'signed_out' }
    const verdict = await clerk.fromCookie(c)
    return verdict.kind === 'redirect' ? verdict : known(verdict, false)
  }
}

function holder(role: Visitor['role'], csrf: string): Visitor {
  return { actor: role === 'operator' ? 'token' : 'viewer-token', role, csrf }
}

function turnAway(c: Context, who: Exclude<Identity, { kind: 'visitor' }>, open: boolean) {
  switch (who.kind) {
    case 'redirect':
      return c.redirect(who.location, 307)
    case 'too_many_tries':
      c.header('Retry-After', String(who.wait))
      return c.json({ error: 'too_many_tries' }, 429)
    case 'not_listed':
      return refuse(c, {
        status: 403,
        error: 'not_listed',
        title: 'Not for this account',
        fix: `You are signed in with Clerk as ${who.userId}, who may not come in here. Whoever runs Bellhop can add it to OPS_CLERK_USERS.`,
      })
    case 'signed_out': {
      if (!open) return refuse(c, CLOSED)
      if (isApi(c)) {
        c.header('WWW-Authenticate', 'Bearer')
        return c.json({ error: 'unauthorized' }, 401)
      }
      if (!['GET', 'HEAD'].includes(c.req.method)) return refuse(c, SIGNED_OUT)
      const { pathname, search } = new URL(c.req.url)
      return c.redirect(`/login?${new URLSearchParams({ next: `${pathname}${search}` })}`, 302)
    }
  }
}

async function hasCsrf(c: Context, { csrf }: Visitor): Promise<boolean> {
  const header = c.req.header('x-csrf-token')
  if (header !== undefined) return isSame(header, csrf)
  if (
    !/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(
      c.req.header('content-type') ?? '',
    )
  ) {
    return false
  }
  const field = (await c.req.parseBody().catch(() => ({ csrf: '' }))).csrf
  return typeof field === 'string' && isSame(field, csrf)
}

const CLOSED = {
  status: 403,
  error: 'closed',
  title: 'Closed',
  fix: 'Set OPS_TOKEN, and sign in with it at /login or send it as a bearer token. Without one these pages are open to this machine only, in capture mode only.',
} as const
const SIGNED_OUT = {
  status: 401,
  error: 'unauthorized',
  title: 'Your session has ended',
  fix: 'Nothing was changed. Sign in, and do it again.',
  signIn: true,
} as const
const CROSS_SITE = {
  status: 403,
  error: 'cross_site',
  title: 'Asked by another site',
  fix: 'Nothing was changed. Use the form on the page itself; behind a proxy, PUBLIC_URL must be the address in the browser.',
} as const
const STALE_FORM = {
  status: 403,
  error: 'invalid_csrf',
  title: 'This form is out of date',
  fix: 'Nothing was changed. Go back, load the page again, and try once more.',
} as const
