import { z } from 'zod'
import type { Visitor } from './visitor.ts'

/** Who may come in with a Clerk session, and as what: by user id, and by `org:admin` or `org_2abc:admin`. */
export interface ClerkAllowList {
  readonly users: ReadonlyMap<string, Visitor['role']>
  readonly orgRoles: ReadonlyMap<string, Visitor['role']>
}

export type ClerkVerdict =
  | {
      readonly kind: 'listed'
      readonly userId: string
      readonly sessionId: string
      readonly role: Visitor['role']
    }
  | { readonly kind: 'not_listed'; readonly userId: string }
  /** `forged`: by a token that Clerk has not signed. */
  | { readonly kind: 'signed_out'; readonly forged?: true }

// Version 2 of Clerk's session tokens has the organization in `o`, version 1 beside the rest.
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

// As far as Clerk's clocks and ours may differ.
const SKEW_SECONDS = 5

/** Judges the claims of a token whose signature, times and party have been verified. */
export function judgeClaims(
  given: unknown,
  { issuer, list, now }: { issuer: string; list: ClerkAllowList; now: Date },
): ClerkVerdict {
  const { data } = claims.safeParse(given)
  // Clerk's library does not compare the issuer.
  if (data?.iss !== issuer || data.iat > now.getTime() / 1000 + SKEW_SECONDS) {
    return { kind: 'signed_out' }
  }
  // A session with tasks left (a second factor, a new password) is not one yet.
  if (data.sts === 'pending') return { kind: 'signed_out' }
  const role = data.act === undefined ? roleOf(data, list) : undefined
  // Impersonated: the audit could not say who it was.
  if (!role) return { kind: 'not_listed', userId: data.sub }
  return { kind: 'listed', userId: data.sub, sessionId: data.sid, role }
}

function roleOf(
  data: z.infer<typeof claims>,
  { users, orgRoles }: ClerkAllowList,
): Visitor['role'] | undefined {
  // What is said of the person goes before what is said of a group.
  const own = users.get(data.sub)
  if (own) return own
  const organization = data.o?.id ?? data.org_id
  const role = data.o?.rol ?? data.org_role?.replace(/^org:/, '')
  if (!role) return undefined
  return orgRoles.get(`${organization}:${role}`) ?? orgRoles.get(`org:${role}`)
}
