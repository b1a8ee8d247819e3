import type { Context } from 'hono'
import { bearerTokenOf } from '../../domain/bearer-token.ts'
import type { CountWrongToken } from '../../domain/wrong-token.ts'
import { isApi } from '../ui/error-page.tsx'
import type { ClerkVerdict } from './clerk-claims.ts'
import type { ClerkSessions } from './clerk-sessions.ts'
import type { ClientAddress } from './client-address.ts'
import { isLocal, isProgram } from './origin.ts'
import type { RoleByToken } from './role-by-token.ts'
import type { AccessRules } from './rules.ts'
import type { Sessions } from './session.ts'
import { readSession } from './session-cookie.ts'
import type { Visitor } from './visitor.ts'

/** Who asks, as far as we can tell. */
export type Identity =
  /** `proven`: by something that a browser does not send by itself, so nobody else can have made it ask. */
  | { readonly kind: 'visitor'; readonly visitor: Visitor; readonly proven: boolean }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'too_many_tries'; readonly wait: number }
  | Exclude<ClerkVerdict, { kind: 'listed' }>

interface IdentifierDeps {
  readonly rules: AccessRules
  readonly sessions: Sessions
  readonly clerk: ClerkSessions | null
  readonly roleOf: RoleByToken
  readonly now: () => Date
  readonly open: boolean
  readonly addressOf: ClientAddress
  readonly newTokenCounter: () => CountWrongToken
  /** Whether somebody has signed out of the session. */
  readonly isEnded: (sessionId: string) => Promise<boolean>
}

/** Tells who asks: by a bearer token, our own session, Clerk's, or by sitting at this machine. */
export function identifier(deps: IdentifierDeps) {
  const { rules, sessions, clerk, roleOf, now, open, addressOf, newTokenCounter } = deps
  // Counted apart, because tokens of Clerk expire after a minute.
  const countBearer = newTokenCounter()
  const countClerkBearer = newTokenCounter()
  const countCookie = newTokenCounter()

  // A right token is accepted however many wrong ones came from the same address.
  async function byBearer(c: Context, token: string): Promise<Identity> {
    const byClerk = clerk && token.split('.').length === 3
    const identity = byClerk ? known(await clerk.fromBearer(token), true) : await byRole(token)
    if (identity.kind !== 'signed_out') return identity
    const count = byClerk ? countClerkBearer : countBearer
    const wait = await count(addressOf(c), 'bearer')
    return wait > 0 ? { kind: 'too_many_tries', wait } : identity
  }

  async function byRole(token: string): Promise<Identity> {
    const role = await roleOf(token)
    if (!role) return { kind: 'signed_out' }
    return { kind: 'visitor', visitor: holder(role), proven: true }
  }

  function known(verdict: ClerkVerdict, proven: boolean): Identity {
    if (verdict.kind !== 'listed') return verdict
    const { userId, role } = verdict
    const visitor = { actor: `clerk:${userId}`, role, isStillIn: always }
    return { kind: 'visitor', visitor, proven }
  }

  return async (c: Context): Promise<Identity> => {
    if (!open) {
      if (!rules.captureOnly || !isLocal(c)) return { kind: 'signed_out' }
      const visitor: Visitor = { actor: 'local', role: 'operator', isStillIn: always }
      // Tests on this machine clear the outbox without having read a page first.
      return { kind: 'visitor', visitor, proven: isApi(c) && isProgram(c) }
    }
    const token = bearerTokenOf(c.req.header('authorization'))
    if (token !== null) return byBearer(c, token)
    const session = await readSession(c, sessions, rules.publicUrl)
    const isStillIn = async () =>
      session !== null && session.until > now() && !(await deps.isEnded(session.id))
    if (session && (await isStillIn())) {
      const visitor = { ...holder(session.role), isStillIn }
      return { kind: 'visitor', visitor, proven: false }
    }
    if (!clerk) return { kind: 'signed_out' }
    const verdict = await clerk.fromCookie(c)
    if (verdict.kind === 'redirect') return verdict
    // A cookie may be left over from another instance: the browser is shown the way to sign in.
    if (verdict.kind === 'signed_out' && verdict.forged) await countCookie(addressOf(c), 'cookie')
    return known(verdict, false)
  }
}

function holder(role: Visitor['role']): Visitor {
  const actor = role === 'operator' ? 'token' : 'viewer-token'
  return { actor, role, isStillIn: always }
}

// Of what cannot be signed out of with us.
async function always(): Promise<true> {
  return true
}
