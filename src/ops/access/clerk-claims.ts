import { z } from 'zod'
import type { Visitor } from './visitor.ts'

/** The role of each listed user id, and of each role in an organization, such as `org:admin` or `org_2abc:admin`. */
export interface ClerkAllowList {
  readonly users: ReadonlyMap<string, Visitor['role']>
  readonly orgRoles: ReadonlyMap<string, Visitor['role']>
}

export type ClerkIdentity =
  | {
      readonly kind: 'listed'
      readonly userId: string
      readonly sessionId: string
      readonly role: Visitor['role']
    }
  | { readonly kind: 'not_listed'; readonly userId: string }
  /** `forged`: Clerk has not signed the token. */
  | { readonly kind: 'signed_out'; readonly forged?: true }

// Version 2 of Clerk's session tokens has the organization in `o`, version 1 in `org_id` and `org_role`.
const claims = z.object({
  iss: z.string(),
  sub: z.string(),
  sid: z.string(),
  iat: z.number(),
  sts: z.string().optional(),
  act: z.unknown().optional(),
  o: z.object({ id: z.string(), rol: z.string().optional() }).optional(),
  org_id: z.string().optional(),
  org_role: z.string().optional(),
})

// Clerk's clocks and ours may differ by this much.
const SKEW_SECONDS = 5

/** Reads the claims of a token whose signature, times and party have been verified. */
export function identityOf(
  given: unknown,
  { issuer, list, now }: { issuer: string; list: ClerkAllowList; now: Date },
): ClerkIdentity {
  const { data } = claims.safeParse(given)
  // Clerk's library does not compare the issuer.
  if (data?.iss !== issuer || data.iat > now.getTime() / 1000 + SKEW_SECONDS) {
    return { kind: 'signed_out' }
  }
  // The user has not finished signing in: a second factor or a new password is missing.
  if (data.sts === 'pending') return { kind: 'signed_out' }
  // An impersonated user gets no role, because the audit log could not name the person.
  const role = data.act === undefined ? roleOf(data, list) : undefined
  if (!role) return { kind: 'not_listed', userId: data.sub }
  return { kind: 'listed', userId: data.sub, sessionId: data.sid, role }
}

function roleOf(
  data: z.infer<typeof claims>,
  { users, orgRoles }: ClerkAllowList,
): Visitor['role'] | undefined {
  // The role of the person goes before the role of the organization.
  const own = users.get(data.sub)
  if (own) return own
  const organization = data.o?.id ?? data.org_id
  const role = data.o?.rol ?? data.org_role?.replace(/^org:/, '')
  if (!role) return undefined
  return orgRoles.get(`${organization}:${role}`) ?? orgRoles.get(`org:${role}`)
}
