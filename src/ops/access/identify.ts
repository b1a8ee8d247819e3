import type { Context } from 'hono'
import { bearerTokenOf } from '../../domain/bearer-token.ts'
import type { CountWrongToken } from '../../domain/wrong-token.ts'
import { isApi } from '../ui/error-page.tsx'
import type { ClerkIdentity } from './clerk-claims.ts'
import type { ClerkSessions } from './clerk-sessions.ts'
import type { ClientAddress } from './client-address.ts'
import { isLocal, isProgram } from './origin.ts'
import type { RoleByToken } from './role-by-token.ts'
import type { AccessRules } from './rules.ts'
import type { Sessions } from './session.ts'
import { readSession } from './session-cookie.ts'
import type { Visitor } from './visitor.ts'

/** The person or program behind a request. */
export type Identity =
  /** `proven`: the request has something that browsers never send by themselves, so no other site caused it. */
  | { readonly kind: 'visitor'; readonly visitor: Visitor; readonly proven: boolean }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'too_many_tries'; readonly wait: number }
  | Exclude<ClerkIdentity, { kind: 'listed' }>

interface IdentifierDeps {
  readonly rules: AccessRules
  readonly sessions: Sessions
  readonly clerk: ClerkSessions | null
  readonly roleOf: RoleByToken
  readonly now: () => Date
  readonly open: boolean
  readonly addressOf: ClientAddress
  readonly newTokenCounter: () => CountWrongToken
  /** Whether the session was ended by a sign-out. */
  readonly isEnded: (sessionId: string) => Promise<boolean>
}

/** Identifies a request by a bearer token, Bellhop's own session, Clerk's session, or because it comes from this machine. */
export function identifier(deps: IdentifierDeps) {
  const { rules, sessions, clerk, roleOf, now, open, addressOf, newTokenCounter } = deps
  // Counted apart, because tokens of Clerk expire after a minute.
  const countBearer = newTokenCounter()
  const countClerkBearer = newTokenCounter()
  const countCookie = newTokenCounter()

  // A right token is accepted however many wrong ones came from the same address.
  async function byBearer(c: Context, token: string): Promise<Identity> {
    const byClerk = clerk && token.split('.').length === 3
    const identity = byClerk ? fromClerk(await clerk.fromBearer(token), true) : await byRole(token)
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

  function fromClerk(found: ClerkIdentity, proven: boolean): Identity {
    if (found.kind !== 'listed') return found
    const { userId, role } = found
    const visitor = { actor: `clerk:${userId}`, role, isStillIn: always }
    return { kind: 'visitor', visitor, proven }
  }

  return async (c: Context): Promise<Identity> => {
    if (!open) {
      if (!rules.captureOnly || !isLocal(c)) return { kind: 'signed_out' }
      const visitor: Visitor = { actor: 'local', role: 'operator', isStillIn: always }
      // Tests on this machine use the API without a browser.
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
    const found = await clerk.fromCookie(c)
    if (found.kind === 'redirect') return found
    // It may be an old cookie of another instance, so the browser is still sent to the sign-in page.
    if (found.kind === 'signed_out' && found.forged) await countCookie(addressOf(c), 'cookie')
    return fromClerk(found, false)
  }
}

function holder(role: Visitor['role']): Visitor {
  const actor = role === 'operator' ? 'token' : 'viewer-token'
  return { actor, role, isStillIn: always }
}

// For visitors who cannot sign out at Bellhop.
async function always(): Promise<true> {
  return true
}
